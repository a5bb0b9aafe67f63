import { expect, it } from "vitest";
import { finite, packMaps, softmax } from "./packing.ts";

it("packs each map by its own range, rounding as torch does", () => {
  const packed = packMaps(Float32Array.of(-1, 0, 1, 4, 7, 7, 7, 7, 0, 255, 0.5, 1.5), 3);
  expect(packed.range).toEqual(Float32Array.of(-1, 4, 7, 7, 0, 255));
  expect([...packed.map]).toEqual([0, 51, 102, 255, 0, 0, 0, 0, 0, 255, 0, 2]);
  expect(packed.unit).toEqual(Float32Array.of(1, 7, 64.25));
});

it("shows a network that diverged with zeros and large numbers", () => {
  expect(finite(Float32Array.of(NaN, Infinity, -Infinity, 2))).toEqual(Float32Array.of(0, 1e30, -1e30, 2));
});

it("makes probabilities of large logits", () => {
  expect(softmax(Float32Array.of(1000, 1000, -1000))).toEqual(Float32Array.of(0.5, 0.5, 0));
});
