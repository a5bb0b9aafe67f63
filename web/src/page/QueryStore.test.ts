import { when } from "mobx";
import { beforeEach, expect, it } from "vitest";
import { ApiError } from "../api/ApiError.ts";
import { FakeApi, tinyManifest } from "../api/fakeApi.ts";
import { GRAYED, HIDDEN, SHOWN } from "./DrawingStore.ts";
import type { Page } from "./Page.ts";
import { NOWHERE } from "./location.ts";
import { openTiny } from "./testing.ts";

let page: Page;
// Every sample is called "dog", which samples 6 to 9 are.
beforeEach(async () => {
  ({ page } = await openTiny({ epoch: 1 }));
});

const drawn = (state: number) =>
  [...page.drawing.states.keys()].filter((sample) => page.drawing.states[sample] === state);
const found = () => (page.drawing.found === null ? null : [...page.drawing.found]);

it("shows what matches and keeps the rest as gray context", () => {
  page.query.add({ kind: "right" });
  expect(drawn(SHOWN)).toEqual([6, 7, 8, 9]);
  expect(drawn(GRAYED)).toHaveLength(8);
  expect(page.drawing.shown).toHaveLength(12);
  expect([...page.drawing.raised]).toEqual([6, 7, 8, 9]);
  page.query.clear();
  expect(drawn(SHOWN)).toHaveLength(12);
  expect(found()).toBeNull();
});

it("follows the epoch, while playing too", async () => {
  const { clock, page: playing } = await openTiny({ epoch: 0 });
  playing.query.add({ kind: "wrong" });
  const counts: (number | undefined)[] = [playing.drawing.found?.length];
  playing.timeline.play();
  for (let step = 0; step < 2; step++) {
    clock.pass(1000);
    counts.push(playing.drawing.found?.length);
  }
  expect(counts).toEqual([0, 8, 0]);
});

it("gives way to a selection", () => {
  page.query.add({ kind: "right" });
  page.selection.pick([0, 6]);
  expect(drawn(SHOWN)).toEqual([0, 6]);
  expect([...page.drawing.raised]).toEqual([0, 6]);
  expect(found()).toEqual([6, 7, 8, 9]);
});

it("matches only samples on screen, and counts each class whether it is visible or not", () => {
  page.query.add({ kind: "wrong" });
  page.classes.toggleClass(0);
  expect(found()).toEqual([10, 11]);
  expect(drawn(HIDDEN)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(page.drawing.foundByClass).toEqual([6, 0, 2]);
  page.subset.showSamples(6);
  expect(page.drawing.foundByClass).toEqual([3, 0, 1]);
});

it("adds, negates, replaces and removes conditions, and ignores duplicates", () => {
  page.query.add({ kind: "wrong" });
  page.query.add({ kind: "split", split: 1 });
  page.query.add({ kind: "wrong" });
  expect(page.query.text).toBe("misclassified and in the test split");
  page.query.negate(1);
  page.query.replace(1, { kind: "split", split: 0 });
  expect(page.query.where).toBe("wrong,not:split:0");
  page.query.remove(0);
  expect(page.query.where).toBe("not:split:0");
});

it("opens the fields of a new condition, if it has any, and of one at a time", () => {
  page.query.begin({ kind: "wrong" });
  expect(page.query.edited).toBeNull();
  page.query.begin({ kind: "split", split: 1 });
  expect(page.query.edited).toBe(1);
  page.query.add({ kind: "right" });
  expect(page.query.edited).toBeNull();
  page.query.edit(1);
  page.query.replace(1, { kind: "split", split: 0 });
  expect(page.query.edited).toBe(1);
  page.query.edit(1);
  expect(page.query.edited).toBeNull();
});

it("loads what it needs, and has no result until then", async () => {
  ({ page } = await openTiny());
  expect(page.dynamics.wanted).toBe(false);
  page.query.add({ kind: "forgotten", times: 5 });
  expect([page.dynamics.wanted, found(), page.query.problem]).toEqual([true, null, null]);
  expect(drawn(SHOWN)).toHaveLength(12);
  await when(() => page.query.matches !== null);
  expect(found()).toEqual([5, 6, 7, 8, 9, 10, 11]);
  page.timeline.showEpoch(1);
  expect(found()).toEqual([]);
});

it("counts only what was learned by the epoch shown", async () => {
  ({ page } = await openTiny());
  page.query.add({ kind: "never_learned" });
  await when(() => page.query.matches !== null);
  expect(found()).toEqual([10, 11]);
  page.timeline.showEpoch(1);
  expect(found()).toHaveLength(12);
});

it("says why there is no result: what the layer lacks, or what failed to load", async () => {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest({ neighbors: [] }));
  api.fetchDynamics = () => Promise.reject(new ApiError("network", "The server does not answer."));
  ({ page } = await openTiny({}, api));
  page.query.add({ kind: "range", measure: "layer_motion", least: 1, most: null });
  expect(page.query.problem).toContain("layer motion");
  page.query.clear();
  page.query.add({ kind: "never_learned" });
  await when(() => page.query.problem !== null);
  expect(page.query.problem).toBe("The server does not answer.");
});

it("is cleared with the run", async () => {
  page.query.add({ kind: "wrong" });
  await page.open({ ...NOWHERE, run: "another" });
  expect(page.query.empty).toBe(true);
});
