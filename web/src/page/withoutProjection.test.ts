import { when } from "mobx";
import { expect, it } from "vitest";
import { FakeApi, projectionOf, tinyManifest } from "../api/fakeApi.ts";
import type { Projection } from "../api/manifest.ts";
import { NOWHERE } from "./location.ts";
import { makePage } from "./testing.ts";

async function openInside(...projections: Projection[]) {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest({ projections }));
  const made = makePage(api);
  made.page.mode.show("inside");
  await made.page.open({ ...NOWHERE, run: "tiny" });
  return made;
}

it("knows how wrong samples are and how they were learned where nothing is projected", async () => {
  const { page } = await openInside();
  page.measures.want("forgotten");
  await when(() => page.predictions.predictions !== null && page.dynamics.dynamics !== null);
  expect([page.timeline.epoch, page.timeline.restingEpoch]).toEqual([2, 2]);
  expect(page.measures.valuesAt("margin", 2)).toHaveLength(12);
  expect(page.measures.valuesAt("forgotten", 2)).toHaveLength(12);
});

it("has all recorded epochs inside, those of the projection on the map, and stays at the one on screen", async () => {
  const { page } = await openInside(projectionOf("fc", 15, 0.1, { epochs: [0, 2] }));
  expect(page.timeline.epochs).toEqual([0, 1, 2]);
  page.mode.show("map");
  expect([page.timeline.epochs, page.timeline.epoch, page.timeline.shownPosition]).toEqual([[0, 2], 2, 1]);
  page.mode.show("inside");
  expect([page.timeline.epoch, page.timeline.shownPosition]).toEqual([2, 2]);
});
