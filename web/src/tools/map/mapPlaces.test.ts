import { expect, it } from "vitest";
import { nearestSample, placesAt, samplesInBox } from "./mapPlaces.ts";

// Two epochs of three samples; the timeline has the second one alone, and then the first again.
const TABLE = {
  confidence: { epochs: [0, 1], values: Uint8Array.of(0, 50, 100, 100, 50, 0), steps: 100 },
  variability: { epochs: [0, 1], values: Uint8Array.of(0, 0, 0, 50, 25, 10), steps: 100 },
  samples: 3,
  rows: [1, 0],
};
const PLACES = placesAt(TABLE, { from: 0, to: 0, share: 0 });
const everyone = () => true;

it("puts variability across and confidence up", () => {
  expect(PLACES).toEqual({ x: Float32Array.of(1, 0.5, 0.2), y: Float32Array.of(1, 0.5, 0) });
});

it("moves from one epoch to the next", () => {
  expect(placesAt(TABLE, { from: 0, to: 1, share: 0.5 })).toEqual({
    x: Float32Array.of(0.5, 0.25, 0.1),
    y: Float32Array.of(0.5, 0.5, 0.5),
  });
});

it("finds the nearest sample that is drawn, within reach", () => {
  expect([
    nearestSample(PLACES, [0.45, 0.5], 0.1, everyone),
    nearestSample(PLACES, [0.45, 0.5], 0.04, everyone),
  ]).toEqual([1, null]);
  expect(nearestSample(PLACES, [0.45, 0.5], 1, (sample) => sample !== 1)).toBe(2);
});

it("finds the drawn samples inside a box, edges included", () => {
  const box = { left: 0.2, right: 0.5, lower: 0, upper: 0.5 };
  expect([samplesInBox(PLACES, box, everyone), samplesInBox(PLACES, box, (sample) => sample > 1)]).toEqual([
    [1, 2],
    [2],
  ]);
});
