import { when } from "mobx";
import { beforeEach, expect, it } from "vitest";
import { ApiError } from "../api/ApiError.ts";
import { FakeApi, tinyManifest } from "../api/fakeApi.ts";
import { formatAddress, NOWHERE, parseAddress } from "../app/address.ts";
import type { AppStore } from "../app/Shell.ts";
import { GRAYED, HIDDEN, SHOWN } from "./DrawingStore.ts";
import { openTiny } from "./testing.ts";

let app: AppStore;
// Every sample is called "dog", which samples 6 to 9 are.
beforeEach(async () => {
  ({ app } = await openTiny({ epoch: 1 }));
});

const drawn = (state: number) =>
  [...app.drawing.states.keys()].filter((sample) => app.drawing.states[sample] === state);
const found = () => (app.drawing.found === null ? null : [...app.drawing.found]);

it("shows what matches and keeps the rest as gray context", () => {
  app.query.add({ kind: "right" });
  expect(drawn(SHOWN)).toEqual([6, 7, 8, 9]);
  expect(drawn(GRAYED)).toHaveLength(8);
  expect(app.drawing.shown).toHaveLength(12);
  expect([...app.drawing.raised]).toEqual([6, 7, 8, 9]);
  app.query.clear();
  expect(drawn(SHOWN)).toHaveLength(12);
  expect(found()).toBeNull();
});

it("follows the epoch, while playing too", async () => {
  const { clock, app: playing } = await openTiny({ epoch: 0 });
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
  app.query.add({ kind: "right" });
  app.selection.pick([0, 6]);
  expect(drawn(SHOWN)).toEqual([0, 6]);
  expect([...app.drawing.raised]).toEqual([0, 6]);
  expect(found()).toEqual([6, 7, 8, 9]);
});

it("finds only what is on screen, and counts each class whether it is visible or not", () => {
  app.query.add({ kind: "wrong" });
  app.classes.toggleClass(0);
  expect(found()).toEqual([10, 11]);
  expect(drawn(HIDDEN)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(app.drawing.foundByClass).toEqual([6, 0, 2]);
  app.subset.showSamples(6);
  expect(app.drawing.foundByClass).toEqual([3, 0, 1]);
});

it("adds, turns round, changes and takes away, and says nothing twice", () => {
  app.query.add({ kind: "wrong" });
  app.query.add({ kind: "split", split: 1 });
  app.query.add({ kind: "wrong" });
  expect(app.query.words).toBe("wrong now and in the test split");
  app.query.negate(1);
  app.query.replace(1, { kind: "split", split: 0 });
  expect(app.query.where).toBe("wrong,not:split:0");
  app.query.remove(0);
  expect(app.query.where).toBe("not:split:0");
});

it("opens the fields of what is begun, where it has some, and of one at a time", () => {
  app.query.begin({ kind: "wrong" });
  expect(app.query.edited).toBeNull();
  app.query.begin({ kind: "split", split: 1 });
  expect(app.query.edited).toBe(1);
  app.query.add({ kind: "right" });
  expect(app.query.edited).toBeNull();
  app.query.edit(1);
  app.query.replace(1, { kind: "split", split: 0 });
  expect(app.query.edited).toBe(1);
  app.query.edit(1);
  expect(app.query.edited).toBeNull();
});

it("has what it takes loaded, and gives no answer until then", async () => {
  ({ app } = await openTiny());
  expect(app.dynamics.wanted).toBe(false);
  app.query.add({ kind: "forgotten", times: 5 });
  expect([app.dynamics.wanted, found(), app.query.problem]).toEqual([true, null, null]);
  expect(drawn(SHOWN)).toHaveLength(12);
  await when(() => app.query.matches !== null);
  expect(found()).toEqual([5, 6, 7, 8, 9, 10, 11]);
  app.timeline.showEpoch(1);
  expect(found()).toEqual([]);
});

it("counts only what was learned by the epoch shown", async () => {
  ({ app } = await openTiny());
  app.query.add({ kind: "never_learned" });
  await when(() => app.query.matches !== null);
  expect(found()).toEqual([10, 11]);
  app.timeline.showEpoch(1);
  expect(found()).toHaveLength(12);
});

it("says why there is no answer: what the layer does not know, or what could not be loaded", async () => {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest({ neighbors: [] }));
  api.fetchDynamics = () => Promise.reject(new ApiError("network", "The server does not answer."));
  ({ app } = await openTiny({}, api));
  app.query.add({ kind: "range", measure: "layer_motion", least: 1, most: null });
  expect(app.query.problem).toContain("way in the layer");
  app.query.clear();
  app.query.add({ kind: "never_learned" });
  await when(() => app.query.problem !== null);
  expect(app.query.problem).toBe("The server does not answer.");
});

it("comes back from an address, without what means nothing in this run", async () => {
  const hash = "#/run/tiny?v=1&layer=fc&n=15&d=0.1&epoch=1&where=wrong,not:split:1";
  await app.openAddress(parseAddress(hash.replace("wrong", "wrong,label:7,nonsense")));
  expect(app.address && formatAddress(app.address)).toBe(hash);
  expect(found()).toEqual([0, 2, 4, 10]);
  await app.openAddress({ ...NOWHERE, run: "tiny", epoch: 1 });
  expect(app.query.empty).toBe(true);
});

it("is forgotten with the run", async () => {
  app.query.add({ kind: "wrong" });
  await app.showRun("another");
  expect(app.query.empty).toBe(true);
});
