import { expect, it } from "vitest";
import { acrossAt, curveOf, heightAt, nearestCurve } from "./classCurves.ts";

const EPOCHS = [0, 1, 4];
const RISING = curveOf(Float32Array.of(0, 0.5, 1), EPOCHS);

it("runs through the accuracy of every epoch, as far across as the epoch's number", () => {
  expect(RISING).toEqual([
    { across: 0, up: 0 },
    { across: 0.25, up: 0.5 },
    { across: 1, up: 1 },
  ]);
  expect([acrossAt(2, EPOCHS), acrossAt(3, [3])]).toEqual([0.5, 0]);
});

it("has no curve where a class has no sample", () => {
  expect([curveOf(Float32Array.of(NaN, NaN, NaN), EPOCHS), curveOf(undefined, EPOCHS)]).toEqual([[], []]);
});

it("knows its height between epochs and beyond the last one", () => {
  expect([0, 0.125, 0.625, 1, 1.2].map((across) => heightAt(RISING, across))).toEqual([0, 0.25, 0.75, 1, 1]);
  expect([heightAt([], 0.5), heightAt([{ across: 0, up: 0.3 }], 0.5)]).toEqual([null, 0.3]);
});

it("finds the curve nearest to a place, within reach", () => {
  const curves = new Map([
    [3, RISING],
    [5, curveOf(Float32Array.of(0, 0, 0), EPOCHS)],
    [7, []],
  ]);
  expect([
    nearestCurve(curves, { across: 1, up: 0.9 }, 0.2),
    nearestCurve(curves, { across: 1, up: 0.1 }, 0.2),
    nearestCurve(curves, { across: 1, up: 0.5 }, 0.2),
  ]).toEqual([3, 5, null]);
});
