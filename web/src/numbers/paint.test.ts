import { expect, it } from "vitest";
import { codesOf, NO_VALUE } from "./paint.ts";

const SCALE = { least: -1, most: 1, opens: "both" } as const;

it("numbers colors from one end of the scale to the other, and clamps values beyond it", () => {
  const table = { epochs: [0], values: Float32Array.of(-3, -2, 0, 1, 2, 9), steps: 2 };
  expect([...codesOf(table, SCALE, [0])]).toEqual([0, 0, 128, 191, 255, 255]);
});

it("has a separate code for missing values and missing epochs", () => {
  const table = { epochs: [0, 2], values: Float32Array.of(0, NaN, 1, -1), steps: 1 };
  expect([...codesOf(table, SCALE, [2, 1, 0])]).toEqual([255, 0, NO_VALUE, NO_VALUE, 128, NO_VALUE]);
});
