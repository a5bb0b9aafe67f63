import { expect, it } from "vitest";
import { nearestSample, positionsAt, samplesInBox } from "./mapPositions.ts";

// Two epochs of three samples; the timeline has the second one alone, and then the first again.
const TABLE = {
  confidence: { epochs: [0, 1], values: Uint8Array.of(0, 50, 100, 100, 50, 0), steps: 100 },
  variability: { epochs: [0, 1], values: Uint8Array.of(0, 0, 0, 50, 25, 10), steps: 100 },
  samples: 3,
  rows: [1, 0],
};
const POSITIONS = positionsAt(TABLE, { from: 0, to: 0, share: 0 });
const every = () => true;

it("puts variability across and confidence up", () => {
  expect(POSITIONS).toEqual({ x: Float32Array.of(1, 0.5, 0.2), y: Float32Array.of(1, 0.5, 0) });
});

it("moves from one epoch to the next", () => {
  expect(positionsAt(TABLE, { from: 0, to: 1, share: 0.5 })).toEqual({
    x: Float32Array.of(0.5, 0.25, 0.1),
    y: Float32Array.of(0.5, 0.5, 0.5),
  });
});

it("finds the nearest sample that is drawn, within reach", () => {
  expect([
    nearestSample(POSITIONS, [0.45, 0.5], 0.1, every),
    nearestSample(POSITIONS, [0.45, 0.5], 0.04, every),
  ]).toEqual([1, null]);
  expect(nearestSample(POSITIONS, [0.45, 0.5], 1, (sample) => sample !== 1)).toBe(2);
});

it("finds the drawn samples inside a box, edges included", () => {
  const box = { left: 0.2, right: 0.5, lower: 0, upper: 0.5 };
  expect([samplesInBox(POSITIONS, box, every), samplesInBox(POSITIONS, box, (sample) => sample > 1)]).toEqual([
    [1, 2],
    [2],
  ]);
});
