import { when } from "mobx";
import { expect, it } from "vitest";
import { ApiError } from "../api/ApiError.ts";
import type { Arrays } from "../api/arrays.ts";
import { FakeApi, isPosition, projectionOf } from "../api/fakeApi.ts";
import { PositionsStore } from "../loaded/PositionsStore.ts";
import { openTiny } from "./testing.ts";

it("requests the epoch on screen first, then all epochs", async () => {
  const { api, page } = await openTiny({ layer: "stem", nNeighbors: 5, minDist: 0, epoch: 1 });
  expect(api.asked.filter(isPosition)).toEqual(["projections/stem/n5-d0/1.bin", "projections/stem/n5-d0/pack.bin"]);
  expect(page.positions.loadedEpochs).toBe(3);
});

it("shows the first epoch while the pack is still loading", async () => {
  const api = new FakeApi();
  api.fetchArrays = () => new Promise(() => undefined);
  const store = new PositionsStore(api);
  void store.load("tiny", projectionOf("fc", 15, 0.1), 2);
  await when(() => store.sequence !== null);
  expect(store.sequence?.positions.map((positions) => positions?.[0])).toEqual([undefined, undefined, 2000]);
  expect([store.loadedEpochs, store.complete, store.status]).toEqual([1, false, "loading"]);
});

it("shows the layer requested last, even when it answers first", async () => {
  const api = new FakeApi();
  let answerStem: (arrays: Arrays) => void = () => undefined;
  const answerAtOnce = api.fetchEpoch;
  api.fetchEpoch = (run, file, epoch) =>
    file.epoch_path.includes("stem")
      ? new Promise((resolve) => {
          answerStem = resolve;
        })
      : answerAtOnce(run, file, epoch);
  const store = new PositionsStore(api);
  const stem = store.load("tiny", projectionOf("stem", 15, 0.1), 0);
  const fc = store.load("tiny", projectionOf("fc", 15, 0.1), 0);
  await fc;
  answerStem({ position: new Uint16Array(24) });
  await stem;
  expect(store.sequence?.projection.layer).toBe("fc");
  expect(store.status).toBe("idle");
});

it("reports a failure and keeps no partial positions", async () => {
  const api = new FakeApi();
  api.fetchEpoch = () => Promise.reject(new ApiError("network", "The server does not answer."));
  const store = new PositionsStore(api);
  await store.load("tiny", projectionOf("fc", 15, 0.1), 0);
  expect([store.status, store.problem, store.sequence]).toEqual([
    "failed",
    { message: "The server does not answer.", unreachable: true, damaged: false, outdated: false },
    null,
  ]);
});

it("reports how much of the pack has arrived", async () => {
  const api = new FakeApi();
  api.fetchArrays = (...[, , , progress]) => {
    progress?.(0.5);
    return new Promise(() => undefined);
  };
  const store = new PositionsStore(api);
  void store.load("tiny", projectionOf("fc", 15, 0.1), 0);
  await when(() => store.share > 0);
  expect(store.share).toBe(0.5);
});
