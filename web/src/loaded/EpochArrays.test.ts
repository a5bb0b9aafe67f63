import { expect, it } from "vitest";
import { ApiError } from "../api/ApiError.ts";
import type { Dynamics, Predictions } from "../api/arrays.ts";
import { dynamicsOf, epochFilesOf, FakeApi, predictionsOf } from "../api/fakeApi.ts";
import type { EpochFiles } from "../api/manifest.ts";
import { EpochArrays } from "./EpochArrays.ts";
import { MOST_AT_ONCE } from "./epochs.ts";

const fileOf = (...epochs: number[]) => predictionsOf(epochs);

/** So large that no one would want to wait for all of it. */
function largeFile(epochs: readonly number[]): EpochFiles {
  const file = epochFilesOf("motion/fc.bin", epochs, { layer_motion: "uint16" });
  const shape = [epochs.length, MOST_AT_ONCE];
  return { ...file, arrays: file.arrays.map((spec) => ({ ...spec, shape })) };
}

it("requests all epochs of a small file at once", async () => {
  const api = new FakeApi();
  const arrays = new EpochArrays<Predictions>(api);
  await arrays.load("tiny", fileOf(0, 1, 2), 1);
  expect(api.asked).toEqual(["predictions.bin"]);
  expect(arrays.value).toEqual({ ...(await api.fetchPredictions()), epochs: [0, 1, 2] });
});

it("requests a large file epoch by epoch, the one on screen first", async () => {
  const api = new FakeApi();
  const arrays = new EpochArrays<object>(api);
  await arrays.load("tiny", largeFile([0, 2, 4, 6]), 2);
  expect(api.asked).toEqual(["motion/fc/2.bin", "motion/fc/4.bin", "motion/fc/0.bin", "motion/fc/6.bin"]);
  expect(arrays.value).toMatchObject({ epochs: [0, 2, 4, 6] });
});

it("requests all epochs of a large file at once where that is cheaper for the server", async () => {
  const api = new FakeApi();
  await new EpochArrays<object>(api, true).load("tiny", largeFile([0, 2, 4, 6]), 2);
  expect(api.asked).toEqual(["motion/fc.bin"]);
});

it("requests new epochs only, and keeps the others meanwhile", async () => {
  const api = new FakeApi();
  const arrays = new EpochArrays<Predictions>(api);
  await arrays.load("tiny", fileOf(0, 1, 2), 2);
  const before = arrays.value;
  api.asked = [];
  const growing = arrays.load("tiny", fileOf(0, 1, 2, 3, 4), 2);
  expect([arrays.value, arrays.status]).toEqual([before, "loading"]);
  await growing;
  expect(api.asked).toEqual(["predictions/3.bin", "predictions/4.bin"]);
  expect(arrays.value).toEqual({ ...(await api.fetchPredictions("tiny", [0, 1, 2, 3, 4])), epochs: [0, 1, 2, 3, 4] });
});

it("takes what has no epochs from the last one, whichever comes first", async () => {
  const api = new FakeApi();
  const { fetchEpoch } = api;
  // The answer of epoch 4 comes before that of epoch 3.
  api.fetchEpoch = async (run, file, epoch) => {
    for (let wait = 0; wait < 10 * (5 - epoch); wait++) await Promise.resolve();
    return { ...(await fetchEpoch(run, file, epoch)), first_learned: new Uint16Array(12).fill(epoch) };
  };
  const arrays = new EpochArrays<Dynamics>(api);
  await arrays.load("tiny", dynamicsOf([0, 1, 2]), null);
  await arrays.load("tiny", dynamicsOf([0, 1, 2, 3, 4]), null);
  expect(arrays.value?.first_learned).toEqual(new Uint16Array(12).fill(4));
  expect(arrays.value?.forgotten).toEqual((await api.fetchDynamics([0, 1, 2, 3, 4])).forgotten);
});

it("requests everything again where the epochs are others, and of another run", async () => {
  const api = new FakeApi();
  const arrays = new EpochArrays<Predictions>(api);
  await arrays.load("tiny", fileOf(0, 1, 2), null);
  const other = arrays.load("tiny", fileOf(1, 2, 3), null);
  expect(arrays.value).toBeNull();
  await other;
  await arrays.load("other", fileOf(1, 2, 3), null);
  expect(api.asked).toEqual(["predictions.bin", "predictions.bin", "predictions.bin"]);
});

it("requests single epochs where all of them have become more than the manifest says", async () => {
  const api = new FakeApi();
  api.fetchArrays = () => Promise.reject(new ApiError("content", "predictions.bin has 480 bytes"));
  const arrays = new EpochArrays<Predictions>(api);
  await arrays.load("tiny", fileOf(0, 1, 2), 2);
  expect(api.asked).toEqual(["predictions/2.bin", "predictions/1.bin", "predictions/0.bin"]);
  expect(arrays.value?.predicted).toEqual((await api.fetchPredictions()).predicted);
});

it("keeps what is here where a new epoch fails, and requests that one again", async () => {
  const api = new FakeApi();
  const arrays = new EpochArrays<Predictions>(api);
  await arrays.load("tiny", fileOf(0, 1, 2), null);
  const [before, { fetchEpoch }] = [arrays.value, api];
  api.fetchEpoch = () => Promise.reject(new ApiError("network", "The server does not answer."));
  const grown = fileOf(0, 1, 2, 3);
  await arrays.load("tiny", grown, null);
  expect([arrays.value, arrays.status]).toEqual([before, "failed"]);
  api.fetchEpoch = fetchEpoch;
  await arrays.load("tiny", grown, null);
  expect([arrays.value?.epochs, arrays.status]).toEqual([[0, 1, 2, 3], "idle"]);
});
