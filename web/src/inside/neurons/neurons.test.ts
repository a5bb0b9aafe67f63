import { expect, it } from "vitest";
import { placeLayers } from "../layers.ts";
import { layerOf } from "../testing.ts";
import { balanceOf, contributionsOf, mainLayer, rowMeans, sidesOf } from "./neurons.ts";

const contributions = contributionsOf(Float32Array.of(2, 0, 3, 1), Float32Array.of(0.5, 9, -1, 2));

it("adds what counts for a class, what counts against it and the bias up to the logit", () => {
  expect(contributions).toEqual(Float32Array.of(1, 0, -3, 2));
  const balance = { positive: 3, negative: -3, bias: 0.5, sum: 0.5 };
  expect(balanceOf(contributions, 0.5, 0.50001)).toEqual({ ...balance, logit: 0.50001, addsUp: true });
  expect(balanceOf(contributions, 0.5, 0.6)).toEqual({ ...balance, logit: 0.6, addsUp: false });
});

it("keeps both sides apart, and leaves out units that are silent", () => {
  expect(sidesOf(contributions)).toEqual({ positive: [3, 0], negative: [2] });
});

it("takes the mean of the cells that a row has", () => {
  expect(rowMeans(Float32Array.of(1, 2, 6, 4, NaN, NaN), 3)).toEqual(Float32Array.of(3, 4));
});

it("shows first what the last dense layer is given, in the layer whose samples are known", () => {
  const named = (...layers: Parameters<typeof placeLayers>[0]) => mainLayer(placeLayers(layers))?.name;
  const maps = { ...layerOf("maps", "activation", 4, 3, 3), weighs: true, recorded: "maps" };
  const flat = { ...layerOf("flat", "flatten", 36), weighs: true };
  const pooled = { ...layerOf("pooled", "flatten", 4), weighs: true };
  const [hidden, logits] = [layerOf("hidden", "dense", 8), layerOf("logits", "dense", 3)];
  expect(named(maps, pooled, logits)).toBe("maps");
  expect(named(maps, flat, logits)).toBe("flat");
  expect(named({ ...maps, recorded: null }, pooled, logits)).toBe("pooled");
  expect(named(hidden, logits)).toBe("hidden");
  expect(named(logits)).toBe("logits");
  expect(named()).toBeUndefined();
});
