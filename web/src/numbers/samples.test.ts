import { expect, it } from "vitest";
import { sortedByValue } from "./samples.ts";

const VALUES = Float32Array.of(5, NaN, -1, 5, 9, NaN);

it("sorts samples by value, ties by number and those without a value last", () => {
  expect([...sortedByValue([5, 4, 3, 2, 1, 0], VALUES, false)]).toEqual([2, 0, 3, 4, 1, 5]);
  expect([...sortedByValue([5, 3, 2, 1, 0], VALUES, true)]).toEqual([0, 3, 2, 1, 5]);
});
