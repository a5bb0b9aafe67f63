import { when } from "mobx";
import { expect, it } from "vitest";
import { FakeApi, projectionOf, summaryOf, tinyManifest } from "../../api/fakeApi.ts";
import { GRAYED, HIDDEN, SHOWN } from "../../page/DrawingStore.ts";
import type { Page } from "../../page/Page.ts";
import type { PageLocation } from "../../page/location.ts";
import { openTool } from "../testing.tsx";
import type { TestTool } from "../testing.tsx";
import { CompareTool } from "./CompareTool.ts";
import { compare } from "./index.ts";
import type { SecondPlace } from "./secondPlace.ts";

const AT_STEM = { run: null, layer: "stem", method: null, nNeighbors: 15, minDist: 0.1, view: null };

/** The second run has the first one's samples backwards, and two of its own. */
function twoRuns(): FakeApi {
  const api = new FakeApi();
  api.runs = [summaryOf("tiny"), summaryOf("twin")];
  const sources = (run: string) =>
    Array.from({ length: 12 }, (_, sample) =>
      run === "tiny" ? `tiny:${sample}` : sample < 2 ? `twin:${sample}` : `tiny:${11 - sample}`,
    );
  api.fetchSources = (manifest) => Promise.resolve(sources(manifest?.name ?? "tiny"));
  api.fetchManifest = (run) => Promise.resolve(tinyManifest({ name: run }));
  return api;
}

/** The tiny run with a second view, once all of it is here. */
async function openBoth(second: Partial<SecondPlace> = {}, api = new FakeApi(), place: Partial<PageLocation> = {}) {
  const opened = await openTool(compare, CompareTool, place, api);
  void opened.store.second.show({ ...AT_STEM, ...second });
  return { ...opened, second: opened.store.second, other: await loaded(opened) };
}

async function loaded({ store: { second } }: TestTool<CompareTool>): Promise<Page> {
  await when(() => second.page?.positions.complete === true && second.same !== null);
  if (second.page === null) throw new Error("no second view");
  return second.page;
}

it("opens at another layer of the same run, at the same epoch", async () => {
  const opened = await openTool(compare, CompareTool, { epoch: 1 });
  const { page, store } = opened;
  void store.second.open();
  const other = await loaded(opened);
  expect([page.projection.layer, other.projection.layer, other.timeline.epoch, store.second.sameRun]).toEqual([
    "fc",
    "stem",
    1,
    true,
  ]);
});

it("opens with the tool, unless an address says otherwise", async () => {
  const opened = await openTool(compare, CompareTool, { epoch: 1 });
  const { page, store, tools } = opened;
  page.workspace.show("compare");
  await loaded(opened);
  store.second.close();
  expect(store.second.page).toBeNull();
  page.workspace.show(null);
  page.workspace.show("compare");
  expect(store.second.choosing).toBe(true);
  await tools.readLasting(new Map());
  expect([store.second.choosing, store.second.page]).toEqual([false, null]);
});

it("opens with another setting where there is only one layer", async () => {
  const api = new FakeApi();
  api.fetchManifest = () =>
    Promise.resolve(tinyManifest({ projections: [projectionOf("fc", 15, 0.1), projectionOf("fc", 50, 0.5)] }));
  const opened = await openTool(compare, CompareTool, { nNeighbors: 15 }, api);
  void opened.store.second.open();
  const other = await loaded(opened);
  expect([other.projection.entry?.layer, other.projection.entry?.n_neighbors]).toEqual(["fc", 50]);
});

it("keeps the lock of the cameras in the address", async () => {
  const { second, tools } = await openBoth();
  second.lock.toggle();
  expect(tools.write(null).get("locked")).toBe("1");
  await tools.readLasting(new Map([["layer2", "stem"]]));
  expect([second.lock.locked, tools.write(null).get("locked")]).toEqual([false, undefined]);
  await tools.readLasting(
    new Map([
      ["layer2", "stem"],
      ["locked", "1"],
    ]),
  );
  expect(second.lock.locked).toBe(true);
});

it("follows the first view's epoch, also between two, and its coloring", async () => {
  const { page, other } = await openBoth();
  page.timeline.scrubTo(0.5);
  expect(other.timeline.shownEpoch).toBe(0.5);
  page.color.choose("correct");
  expect(other.color.coloring).toBe("correct");
});

it("plays in step", async () => {
  const { page, other, clock } = await openBoth();
  page.timeline.play();
  clock.pass(500);
  expect(other.timeline.shownEpoch).toBe(page.timeline.shownEpoch);
  expect(other.timeline.shownEpoch).toBeGreaterThan(0);
});

it("shares one selection with the first view, whichever is clicked", async () => {
  const { page, other } = await openBoth();
  other.pick([4], "replace");
  other.pick([6], "add");
  expect([...page.selection.samples]).toEqual([4, 6]);
  expect([other.drawing.states[4], other.drawing.states[5]]).toEqual([SHOWN, GRAYED]);
  page.selection.pick([6], "remove");
  expect([...other.drawing.selected]).toEqual([4]);
});

it("hides what the first hides, and rings what is hovered there", async () => {
  const { page, other } = await openBoth();
  page.classes.toggleClass(0);
  expect(other.drawing.states[0]).toBe(HIDDEN);
  page.hover.ring(7);
  expect(other.hover.ringed).toBe(7);
  other.hover.hover({ sample: 8, x: 0, y: 0, emptier: "right" });
  expect(page.hover.ringed).toBe(8);
});

it("matches the samples of another run by their source", async () => {
  const { page, other, second } = await openBoth({ run: "twin" }, twoRuns());
  expect(second.same?.count).toBe(10);
  page.selection.pick([9, 11]);
  expect([...other.drawing.selected]).toEqual([2]);
  other.pick([1, 5], "replace");
  expect([...page.selection.samples]).toEqual([6]);
  expect(other.drawing.states[0]).toBe(GRAYED);
});

it("uses one color scale in both views", async () => {
  const { page, other } = await openBoth();
  page.color.choose("forgotten");
  await when(() => other.color.shown === "forgotten" && page.color.shown === "forgotten");
  expect(other.color.scale).toEqual(page.color.scale);
});
