import { expect, it } from "vitest";
import { FakeApi, projectionOf, tinyManifest } from "../api/fakeApi.ts";
import { openTiny } from "./testing.ts";

it("begins at the last epoch, settled", async () => {
  const {
    page: { timeline },
    clock,
  } = await openTiny();
  expect([timeline.epoch, timeline.shownPosition, clock.running]).toEqual([2, 2, false]);
});

it("moves to the requested epoch and arrives exactly", async () => {
  const {
    page: { timeline },
    clock,
  } = await openTiny();
  timeline.showEpoch(0);
  clock.pass(60);
  expect(timeline.shownPosition).toBeGreaterThan(0);
  expect(timeline.shownPosition).toBeLessThan(2);
  clock.pass(2000);
  expect([timeline.shownPosition, clock.running]).toEqual([0, false]);
});

it("jumps to the epoch with reduced motion", async () => {
  const {
    page: { timeline },
    clock,
  } = await openTiny();
  timeline.reduceMotion(true);
  timeline.showEpoch(0);
  expect([timeline.shownPosition, clock.running]).toEqual([0, false]);
});

it("plays from the start when it is at the end, one epoch per second", async () => {
  const {
    page: { timeline },
    clock,
  } = await openTiny();
  timeline.togglePlaying();
  expect([timeline.playing, timeline.epoch]).toEqual([true, 0]);
  clock.pass(1000);
  expect(timeline.epoch).toBe(1);
  expect(timeline.shownPosition).toBeCloseTo(1);
});

it("stops playing at the last epoch", async () => {
  const {
    page: { timeline },
    clock,
  } = await openTiny();
  timeline.play();
  clock.pass(5000);
  expect([timeline.playing, timeline.epoch, timeline.shownPosition, clock.running]).toEqual([false, 2, 2, false]);
});

it("plays faster at a higher speed", async () => {
  const {
    page: { timeline },
    clock,
  } = await openTiny();
  timeline.chooseSpeed(2);
  timeline.play();
  clock.pass(500);
  expect(timeline.shownPosition).toBeCloseTo(1);
});

it("plays without animation with reduced motion", async () => {
  const {
    page: { timeline },
    clock,
  } = await openTiny();
  timeline.reduceMotion(true);
  timeline.play();
  clock.pass(300);
  expect(timeline.shownPosition).toBe(0);
  clock.pass(400);
  expect(timeline.shownPosition).toBe(1);
});

it("settles on the nearest epoch when paused on the way", async () => {
  const {
    page: { timeline },
    clock,
  } = await openTiny();
  timeline.play();
  clock.pass(1200);
  timeline.togglePlaying();
  clock.pass(2000);
  expect([timeline.playing, timeline.shownPosition]).toEqual([false, 1]);
});

it("steps to the neighbors and stays within the ends", async () => {
  const {
    page: { timeline },
  } = await openTiny();
  const seen = [
    () => {
      timeline.showNext();
    },
    () => {
      timeline.showPrevious();
    },
    () => {
      timeline.showFirst();
    },
    () => {
      timeline.showPrevious();
    },
    () => {
      timeline.showLast();
    },
  ];
  expect(
    seen.map((step) => {
      step();
      return timeline.epoch;
    }),
  ).toEqual([2, 1, 0, 0, 2]);
});

it("steps over epochs that were not recorded", async () => {
  const api = new FakeApi();
  api.fetchManifest = () =>
    Promise.resolve(
      tinyManifest({ epochs: [0, 5, 10], projections: [projectionOf("fc", 15, 0.1, { epochs: [0, 5, 10] })] }),
    );
  const {
    page: { timeline },
  } = await openTiny({ epoch: 0 }, api);
  const seen = [1, 4, 7.5, 9].map((epoch) => {
    timeline.scrubTo(epoch);
    return [timeline.epoch, timeline.shownEpoch];
  });
  expect(seen).toEqual([
    [0, 1],
    [5, 4],
    [10, 7.5],
    [10, 9],
  ]);
});

it("follows the slider between two epochs, and moves to the nearest one when it is released", async () => {
  const {
    page: { timeline },
    clock,
  } = await openTiny();
  timeline.scrubTo(0.7);
  clock.pass(500);
  expect([timeline.shownPosition, timeline.epoch]).toEqual([0.7, 1]);
  timeline.endScrub();
  clock.pass(1000);
  expect([timeline.shownPosition, timeline.epoch]).toEqual([1, 1]);
});

it("starts over after the last epoch while it loops", async () => {
  const {
    page: { timeline },
    clock,
  } = await openTiny({ epoch: 0 });
  timeline.toggleLoop();
  timeline.play();
  clock.pass(2500);
  expect([timeline.playing, timeline.shownPosition < 1]).toEqual([true, true]);
  timeline.toggleLoop();
  clock.pass(5000);
  expect([timeline.playing, timeline.epoch]).toEqual([false, 2]);
});

it("skips several epochs at once, and stops at the ends", async () => {
  const {
    page: { timeline },
  } = await openTiny({ epoch: 1 });
  const seen = [-5, 5, -1].map((epochs) => {
    timeline.skip(epochs);
    return timeline.epoch;
  });
  expect(seen).toEqual([0, 2, 1]);
});

it("keeps the epoch when another layer is shown", async () => {
  const {
    page: { timeline, projection },
  } = await openTiny({ epoch: 1 });
  projection.showLayer("stem");
  expect([timeline.epoch, timeline.shownPosition]).toEqual([1, 1]);
});
