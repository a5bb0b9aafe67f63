import { when } from "mobx";
import { expect, it } from "vitest";
import { placeLayers } from "../layers.ts";
import type { PlacedLayer } from "../layers.ts";
import { layerOf, openInside } from "../testing.ts";
import { LayoutStore } from "./LayoutStore.ts";

const LAYERS = placeLayers([
  layerOf("conv1", "convolution", 8, 2, 2),
  layerOf("conv2", "convolution", 9, 1, 1),
  layerOf("dense", "dense", 10),
]);
const [CONV, , DENSE] = LAYERS as [PlacedLayer, PlacedLayer, PlacedLayer];

function readLayout(texts: Readonly<Record<string, string>>): LayoutStore {
  const layout = new LayoutStore();
  layout.read((name) => texts[name]);
  return layout;
}

it("shows all layers in one row each, and writes nothing of that", () => {
  const layout = new LayoutStore();
  expect(LAYERS.map((layer) => layout.shows(layer))).toEqual([true, true, true]);
  layout.toggle(DENSE, LAYERS);
  layout.toggle(DENSE, LAYERS);
  layout.pin(CONV, 3);
  layout.unpin(CONV);
  expect([layout.isPart, layout.texts]).toEqual([false, { layers: null, rows: null, pinned: null }]);
});

it("reads exactly what it wrote", () => {
  const layout = new LayoutStore();
  layout.toggle(CONV, LAYERS);
  layout.showRows(3);
  for (const map of [5, 1, 7, 7]) layout.pin(CONV, map);
  expect(layout.texts).toEqual({ layers: "1.2", rows: 3, pinned: "0:5.1" });
  const read = readLayout({ layers: "1.2", rows: "3", pinned: "0:5.1" });
  expect([read.texts, LAYERS.map((layer) => read.shows(layer))]).toEqual([layout.texts, [false, true, true]]);
  layout.showNone();
  expect(readLayout({ layers: layout.texts.layers ?? "all" }).shows(DENSE)).toBe(false);
});

it("leaves what is malformed, or of another network, as it is by default", () => {
  const layout = readLayout({ layers: "a.b", rows: "9", pinned: "0:99,x:1,1:,2" });
  expect([layout.isPart, layout.rows, layout.pinnedTo(CONV), layout.pinnedTo(DENSE)]).toEqual([false, 1, [], []]);
});

it("has in the row of a layer as many maps as fit its rows, or those that are pinned, in the order chosen", async () => {
  const { inside, stop } = await openInside();
  await when(() => inside.looks.look !== null);
  const wide = { ...CONV, count: 40 };
  inside.fit(3);
  expect(inside.shownOf(wide, false)).toEqual([0, 1, 2]);
  inside.layout.showRows(2);
  expect(inside.shownOf(wide, false)).toHaveLength(7);
  for (const map of [9, 4]) inside.layout.pin(wide, map);
  expect(inside.shownOf(wide, false)).toEqual([4, 9]);
  stop();
});
