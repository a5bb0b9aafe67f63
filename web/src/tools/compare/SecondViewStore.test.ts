import { when } from "mobx";
import { expect, it } from "vitest";
import { FakeApi, summaryOf, tinyManifest } from "../../api/fakeApi.ts";
import { formatAddress, NOWHERE, parseAddress } from "../../app/address.ts";
import type { AppStore } from "../../app/Shell.ts";
import { GRAYED, HIDDEN, SHOWN } from "../../page/DrawingStore.ts";
import { openTiny } from "../../page/testing.ts";

const AT_STEM = { run: null, layer: "stem", method: null, nNeighbors: 15, minDist: 0.1, view: null };

/** The second run has the first one's samples backwards, and two of its own. */
function twoRuns(): FakeApi {
  const api = new FakeApi();
  api.runs = [summaryOf("tiny"), summaryOf("twin")];
  const sources = (run: string) =>
    Array.from({ length: 12 }, (_, sample) =>
      run === "tiny" ? `tiny:${sample}` : sample < 2 ? `twin:${sample}` : `tiny:${11 - sample}`,
    );
  api.fetchSources = (run = "tiny") => Promise.resolve(sources(run));
  api.fetchManifest = (run) => Promise.resolve(tinyManifest({ name: run }));
  return api;
}

function second(app: AppStore): AppStore {
  if (app.second.app === null) throw new Error("no second view");
  return app.second.app;
}

async function loaded(app: AppStore): Promise<AppStore> {
  await when(() => second(app).frames.complete && app.second.same !== null);
  return second(app);
}

it("opens at another layer of the same run, at the same epoch", async () => {
  const { app } = await openTiny({ epoch: 1 });
  app.second.open();
  const other = await loaded(app);
  expect([app.projection.layer, other.projection.layer, other.timeline.epoch, app.second.sameRun]).toEqual([
    "fc",
    "stem",
    1,
    true,
  ]);
});

it("follows the first one's epoch, also between two, and its coloring", async () => {
  const { app } = await openTiny({ second: AT_STEM });
  const other = await loaded(app);
  app.timeline.scrubTo(0.5);
  expect(other.timeline.shownEpoch).toBe(0.5);
  app.color.choose("correct");
  expect(other.color.coloring).toBe("correct");
});

it("plays in step", async () => {
  const { app, clock } = await openTiny({ second: AT_STEM });
  const other = await loaded(app);
  app.timeline.play();
  clock.pass(500);
  expect(other.timeline.shownEpoch).toBe(app.timeline.shownEpoch);
  expect(other.timeline.shownEpoch).toBeGreaterThan(0);
});

it("has one selection with the first, whichever is clicked in", async () => {
  const { app } = await openTiny({ second: AT_STEM });
  const other = await loaded(app);
  other.pick([4], "replace");
  other.pick([6], "add");
  expect([...app.selection.samples]).toEqual([4, 6]);
  expect([other.drawing.states[4], other.drawing.states[5]]).toEqual([SHOWN, GRAYED]);
  app.selection.undo();
  expect([...other.drawing.selected]).toEqual([4]);
});

it("hides what the first hides, and points at what is pointed at there", async () => {
  const { app } = await openTiny({ second: AT_STEM });
  const other = await loaded(app);
  app.classes.toggleClass(0);
  expect(other.drawing.states[0]).toBe(HIDDEN);
  app.hover.ring(7);
  expect(other.hover.ringed).toBe(7);
  other.hover.hover({ sample: 8, x: 0, y: 0 });
  expect(app.hover.ringed).toBe(8);
});

it("matches the samples of another run by where they come from", async () => {
  const { app } = await openTiny({ second: { ...AT_STEM, run: "twin" } }, twoRuns());
  const other = await loaded(app);
  expect(app.second.same?.count).toBe(10);
  app.selection.pick([9, 11]);
  expect([...other.drawing.selected]).toEqual([2]);
  other.pick([1, 5], "replace");
  expect([...app.selection.samples]).toEqual([6]);
  expect(other.drawing.states[0]).toBe(GRAYED);
});

it("is part of the address, without what it has in common with the first", async () => {
  const { app } = await openTiny({ second: AT_STEM });
  await loaded(app);
  const hash = app.address === null ? "" : formatAddress(app.address);
  expect(hash).toContain("&layer2=stem&n2=15&d2=0.1");
  expect(parseAddress(hash).second).toEqual(AT_STEM);
  app.second.close();
  expect(app.address?.second).toBeNull();
});

it("stays at its run where the first one goes to another", async () => {
  const { app } = await openTiny({ second: AT_STEM }, twoRuns());
  await loaded(app);
  await app.showRun("twin");
  await loaded(app);
  expect([app.run.name, second(app).run.name]).toEqual(["twin", "tiny"]);
});

it("goes away with an address that has none, and with a run that cannot be shown", async () => {
  const { app } = await openTiny({ second: AT_STEM });
  await app.openAddress({ ...NOWHERE, run: "tiny" });
  expect(app.second.app).toBeNull();
  app.second.open();
  await app.openAddress({ ...NOWHERE, run: "torn" });
  expect(app.second.app).toBeNull();
});

it("uses one scale of a number in both pictures", async () => {
  const { app } = await openTiny({ second: AT_STEM });
  const other = await loaded(app);
  app.color.choose("forgotten");
  await when(() => other.color.shown === "forgotten" && app.color.shown === "forgotten");
  expect(other.color.scale).toEqual(app.color.scale);
});
