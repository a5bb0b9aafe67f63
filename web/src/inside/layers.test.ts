import { describe, expect, it } from "vitest";
import { layerOf, LAYERS, summaryOf } from "./testing.ts";
import {
  mapAmong,
  mapIn,
  mapOfFilm,
  nameOfLayer,
  placeLayers,
  rangeOf,
  sizeOfLayer,
  unitsOf,
  valueAt,
} from "./layers.ts";

const [CONV, POOL, FLAT, DENSE] = placeLayers(LAYERS) as [never, never, never, never];

it("places the layers after each other in a summary; vectors have no maps in it", () => {
  const places = placeLayers(LAYERS).map(({ firstUnit, firstMap, firstByte }) => [firstUnit, firstMap, firstByte]);
  expect(places).toEqual([
    [0, 0, 0],
    [2, 2, 12],
    [4, 4, 16],
    [8, 4, 16],
  ]);
});

it("finds the units, the range and the maps of each layer in a summary", () => {
  const summary = summaryOf(0);
  expect([CONV, POOL, FLAT, DENSE].map((layer) => [...unitsOf(summary, layer)])).toEqual([
    [0, 1],
    [2, 3],
    [4, 5, 6, 7],
    [8, 9, 10],
  ]);
  expect(rangeOf(summary, FLAT)).toEqual([-2, 3]);
  expect(mapIn(summary, POOL, 1)).toEqual({ pixels: Uint8Array.of(14, 15), low: 0, high: 3 });
  expect(mapIn(summary, DENSE, 0)).toBeNull();
  expect(mapIn({ ...summary, maps: null }, CONV, 0)).toBeNull();
});

it("finds a map among some, and in a film", () => {
  const maps = { range: Float32Array.of(0, 1, 2, 3), map: Uint8Array.of(1, 2, 3, 4) };
  const second = { pixels: Uint8Array.of(3, 4), low: 2, high: 3 };
  expect(mapAmong(maps, POOL, 6, 5)).toEqual(second);
  const film = { known: Uint8Array.of(0, 1), maps, unit: null };
  expect([mapOfFilm(film, POOL, 0), mapOfFilm(film, POOL, 1)]).toEqual([null, second]);
  expect(mapOfFilm({ ...film, maps: null }, DENSE, 1)).toBeNull();
});

it("reads a value off the bytes of a map", () => {
  const map = { pixels: Uint8Array.of(0, 51, 255), low: -1, high: 4 };
  expect([0, 1, 2].map((at) => valueAt(map, at))).toEqual([-1, 0, 4]);
});

describe("words", () => {
  it("name a layer, and which call of it this is", () => {
    expect(nameOfLayer(layerOf("relu", "activation", 4))).toBe("relu");
    expect(nameOfLayer({ ...layerOf("relu", "activation", 4), call: 3 })).toBe("relu, call 3");
  });

  it("say how large it is", () => {
    const sizes = [[20, 24, 24], [1, 2, 3], [120], [1]].map((shape) => layerOf("some", "other", ...shape));
    expect(placeLayers(sizes).map(sizeOfLayer)).toEqual([
      "20 maps of 24 × 24",
      "1 map of 2 × 3",
      "120 units",
      "1 unit",
    ]);
  });
});
