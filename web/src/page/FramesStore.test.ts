import { when } from "mobx";
import { expect, it } from "vitest";
import { ApiError } from "../api/ApiError.ts";
import { FakeApi, projectionOf } from "../api/fakeApi.ts";
import { FramesStore } from "../loaded/FramesStore.ts";
import { openTiny } from "./testing.ts";

it("requests the epoch on screen first, then all epochs", async () => {
  const { api, page } = await openTiny({ layer: "stem", nNeighbors: 5, minDist: 0, epoch: 1 });
  expect(api.asked).toEqual(["projections/stem/n5-d0/1.bin", "projections/stem/n5-d0/pack.bin"]);
  expect(page.frames.loadedEpochs).toBe(3);
});

it("shows the first epoch while the pack is still loading", async () => {
  const api = new FakeApi();
  api.fetchPack = () => new Promise(() => undefined);
  const frames = new FramesStore(api);
  void frames.load("tiny", projectionOf("fc", 15, 0.1), 2);
  await when(() => frames.frames !== null);
  expect(frames.frames?.positions.map((positions) => positions?.[0])).toEqual([undefined, undefined, 2000]);
  expect([frames.loadedEpochs, frames.complete, frames.status]).toEqual([1, false, "loading"]);
});

it("shows the layer requested last, even when it answers first", async () => {
  const api = new FakeApi();
  let answerStem: (positions: Uint16Array) => void = () => undefined;
  const answerAtOnce = api.fetchEpoch;
  api.fetchEpoch = (run, projection, epoch) =>
    projection.layer === "stem"
      ? new Promise((resolve) => {
          answerStem = resolve;
        })
      : answerAtOnce(run, projection, epoch);
  const frames = new FramesStore(api);
  const stem = frames.load("tiny", projectionOf("stem", 15, 0.1), 0);
  const fc = frames.load("tiny", projectionOf("fc", 15, 0.1), 0);
  await fc;
  answerStem(new Uint16Array(24));
  await stem;
  expect(frames.frames?.projection.layer).toBe("fc");
  expect(frames.status).toBe("idle");
});

it("reports a failure and keeps no partial positions", async () => {
  const api = new FakeApi();
  api.fetchEpoch = () => Promise.reject(new ApiError("network", "The server does not answer."));
  const frames = new FramesStore(api);
  await frames.load("tiny", projectionOf("fc", 15, 0.1), 0);
  expect([frames.status, frames.problem, frames.frames]).toEqual([
    "failed",
    { words: "The server does not answer.", unreachable: true },
    null,
  ]);
});

it("reports how much of the pack has arrived", async () => {
  const api = new FakeApi();
  api.fetchPack = (...[, , , progress]: [string, unknown, AbortSignal?, ((share: number) => void)?]) => {
    progress?.(0.5);
    return new Promise(() => undefined);
  };
  const frames = new FramesStore(api);
  void frames.load("tiny", projectionOf("fc", 15, 0.1), 0);
  await when(() => frames.share > 0);
  expect(frames.share).toBe(0.5);
});
