import { expect, it } from "vitest";
import { ChoicesStore, PAGE } from "./ChoicesStore.ts";
import { placeLayers } from "./layers.ts";
import type { PlacedLayer } from "./layers.ts";
import { layerOf } from "./testing.ts";

const LAYERS = placeLayers([layerOf("conv", "convolution", 100, 2, 2), layerOf("dense", "dense", 10)]);
const [CONV, DENSE] = LAYERS as [PlacedLayer, PlacedLayer];

const makeChoices = () => new ChoicesStore({ layers: LAYERS });

function readChoices(texts: Readonly<Record<string, string>>): ChoicesStore {
  const choices = makeChoices();
  choices.read((name) => texts[name]);
  return choices;
}

it("writes nothing of what is by default", () => {
  const choices = makeChoices();
  expect(choices.texts).toEqual({ unit: null, open: null, order: null, scales: null });
  choices.chooseScale(CONV, "magma");
  choices.chooseScale(CONV, "viridis");
  expect(choices.texts.scales).toBeNull();
});

it("reads exactly what it wrote", () => {
  const choices = makeChoices();
  choices.chooseUnit(DENSE, 7);
  choices.toggle(DENSE);
  choices.sortBy("change");
  choices.chooseScale(CONV, "magma");
  choices.chooseScale(DENSE, "diverging");
  const { unit, open, order, scales } = choices.texts;
  expect([unit, open, order, scales]).toEqual(["1.7", "1", "change", "0:magma,1:diverging"]);
  const read = readChoices({ unit: "1.7", open: "1", maps: "change", scales: "0:magma,1:diverging" });
  expect(read.texts).toEqual(choices.texts);
  expect([read.unit, read.open, read.scaleOf(DENSE)]).toEqual([{ layer: DENSE, map: 7 }, DENSE, "diverging"]);
});

it("leaves what is malformed, or of another network, as it is by default", () => {
  const read = readChoices({ unit: "1.x", open: "-1", maps: "size", scales: "x:magma,0:pink,,1:gray" });
  expect([read.unit, read.open, read.order]).toEqual([{ layer: CONV, map: 0 }, null, "position"]);
  expect([read.scaleOf(CONV), read.scaleOf(DENSE)]).toEqual(["viridis", "gray"]);
  const foreign = readChoices({ unit: "0.4000", open: "17" });
  expect([foreign.unit, foreign.open]).toEqual([{ layer: CONV, map: 99 }, null]);
});

it("shows the first map of the first layer where a link names a layer that the network lacks", () => {
  expect(readChoices({ unit: "17.0" }).unit).toEqual({ layer: CONV, map: 0 });
});

it("opens one layer at a time, from its first page on", () => {
  const choices = makeChoices();
  choices.toggle(CONV);
  expect([choices.pages, choices.page]).toEqual([Math.ceil(100 / PAGE), 0]);
  choices.turnTo(99);
  expect(choices.page).toBe(3);
  choices.turnTo(-1);
  expect(choices.page).toBe(0);
  choices.turnTo(2);
  choices.sortBy("activation");
  expect(choices.page).toBe(0);
  choices.toggle(DENSE);
  expect([choices.open, choices.pages]).toEqual([DENSE, 1]);
  choices.toggle(DENSE);
  expect(choices.open).toBeNull();
});
