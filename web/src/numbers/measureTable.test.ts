import { expect, it } from "vitest";
import { learnedAsKnown, rowAt, summedUp } from "./measureTable.ts";

it("gives the values of an epoch in their own unit", () => {
  const table = { epochs: [0, 5], values: Uint8Array.of(0, 51, 255, 102), steps: 255 };
  expect(rowAt(table, 5)).toEqual(Float32Array.of(1, 0.4));
  expect(rowAt(table, 1)).toBeNull();
});

it("has the epoch learned from that epoch on, and never for samples never learned", () => {
  expect(learnedAsKnown(Uint16Array.of(1, 2, 65535), [0, 1, 4])).toEqual(
    Float32Array.of(NaN, NaN, NaN, 1, NaN, NaN, 1, 4, NaN),
  );
});

it("keeps every digit of an epoch that is a step of the training", () => {
  const epochs = [0, 2147483647];
  const values = learnedAsKnown(Uint16Array.of(1), epochs);
  expect(rowAt({ epochs, values, steps: 1 }, 2147483647)).toEqual(Float64Array.of(2147483647));
});

it("sums steps up from epoch to epoch", () => {
  expect(summedUp(Uint16Array.of(0, 0, 1, 2, 65535, 4), 2)).toEqual(Float32Array.of(0, 0, 1, 2, 65536, 6));
});
