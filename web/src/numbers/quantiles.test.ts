import { expect, it } from "vitest";
import { quantilesOf } from "./quantiles.ts";

it("interpolates quantiles between two numbers as numpy does", () => {
  expect(quantilesOf(Float32Array.of(4, 1, 3, 2), [0, 0.25, 0.5, 1])).toEqual([1, 1.75, 2.5, 4]);
});

it("agrees with sorting on many numbers with ties", () => {
  const numbers = Float32Array.from({ length: 1001 }, (_, i) => ((i * 7919) % 313) - 150.5);
  const sorted = numbers.slice().sort();
  expect(quantilesOf(numbers, [0.02, 0.5, 0.98])).toEqual([20, 500, 980].map((rank) => sorted[rank]));
});

it("ignores NaN and infinities, and gives NaN for no numbers", () => {
  expect(quantilesOf(Float32Array.of(NaN, 2, Infinity, 4), [0.5])).toEqual([3]);
  expect(quantilesOf(Float32Array.of(NaN), [0.5])).toEqual([NaN]);
});
