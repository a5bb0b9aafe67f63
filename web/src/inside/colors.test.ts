import { expect, it } from "vitest";
import { endsOf, gradientOf, valuesOf } from "./colors.ts";
import { SCALES } from "./ChoicesStore.ts";

it("shows values from end to end, and signed ones as far on both sides of zero", () => {
  expect(endsOf("viridis", [-2, 5])).toEqual([-2, 5]);
  expect(endsOf("diverging", [-2, 5])).toEqual([-5, 5]);
  expect(endsOf("diverging", [-7, -1])).toEqual([-7, 7]);
});

it("spreads bytes between the lowest and the highest value of a map", () => {
  expect(valuesOf({ pixels: Uint8Array.of(0, 51, 255), low: -1, high: 4 })).toEqual(Float32Array.of(-1, 0, 4));
  expect(valuesOf({ pixels: Uint8Array.of(0, 9), low: 3, high: 3 })).toEqual(Float32Array.of(3, 3));
});

it("has another gradient for every scale, and another diverging one where it is dark", () => {
  const gradients = SCALES.map((scale) => gradientOf(scale, "light"));
  expect(new Set(gradients).size).toBe(SCALES.length);
  expect(gradients[0]).toMatch(/^linear-gradient\(to right, rgb\(68 1 84\), .*rgb\(253 231 37\)\)$/);
  expect(SCALES.filter((scale, at) => gradientOf(scale, "dark") !== gradients[at])).toEqual(["diverging"]);
});
