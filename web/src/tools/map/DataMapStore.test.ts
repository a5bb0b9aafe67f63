import { when } from "mobx";
import { expect, it } from "vitest";
import { FakeApi } from "../../api/fakeApi.ts";
import { openTool } from "../testing.tsx";
import { DataMapStore } from "./DataMapStore.ts";
import { map } from "./index.ts";

/** The tiny run with its dynamics: confidence and variability grow with the sample's number. */
async function openMap() {
  const { page, store } = await openTool(map, DataMapStore);
  expect(store.table).toBeNull();
  store.requestDynamics();
  await when(() => store.table !== null);
  return { page, store };
}

it("selects a third of the visible samples: the least confident, the most confident, and the most variable", async () => {
  const { page, store } = await openMap();
  const selected = (region: "hard" | "easy" | "ambiguous") => {
    store.select(region);
    return [...page.selection.samples];
  };
  expect([store.sizeOf("hard"), selected("hard"), selected("easy"), selected("ambiguous")]).toEqual([
    4,
    [0, 1, 2, 3],
    [8, 9, 10, 11],
    [8, 9, 10, 11],
  ]);
  page.classes.toggleClass(2);
  // 0.33 of ten is three.
  expect(selected("easy")).toEqual([7, 8, 9]);
});

it("has no ambiguous samples before anything has varied", async () => {
  const api = new FakeApi();
  const { fetchDynamics } = api;
  api.fetchDynamics = async () => ({ ...(await fetchDynamics()), variability: new Uint16Array(36) });
  const { store } = await openTool(map, DataMapStore, {}, api);
  store.requestDynamics();
  await when(() => store.table !== null);
  expect([store.sizeOf("ambiguous"), store.sizeOf("hard")]).toEqual([0, 4]);
});

it("averages over the visible samples", async () => {
  const { page, store } = await openMap();
  page.classes.hide([0, 1]);
  expect(store.means?.confidence).toBeCloseTo(10.5 / 12, 4);
  expect(store.means?.variability).toBeCloseTo(10.5 / 24, 4);
  page.classes.hideAll();
  expect(store.means).toBeNull();
});

it("rings the sample that is hovered on the map", async () => {
  const { page, store } = await openMap();
  store.pointAt({ sample: 7, x: 1, y: 2 });
  expect(page.hover.ringed).toBe(7);
  store.pointAt(null);
  expect(page.hover.ringed).toBeNull();
});
