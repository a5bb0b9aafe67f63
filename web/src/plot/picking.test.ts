import { expect, it } from "vitest";
import { pickSample } from "./picking.ts";
import { momentAt, PositionTable } from "./positions.ts";

const EVERY = () => true;

/** Samples at x = 1000, 1010 and 9000; the third moves to x = 0 in epoch 1. */
function table(): PositionTable {
  const positions = new PositionTable(3, 2);
  positions.fill(0, Uint16Array.of(1000, 500, 1010, 500, 9000, 500));
  positions.fill(1, Uint16Array.of(1000, 500, 1010, 500, 0, 500));
  return positions;
}

it("finds the sample nearest to the pointer", () => {
  expect(pickSample(table(), momentAt(0), { x: 1008, y: 500, radius: 50 }, EVERY)).toBe(1);
});

it("finds none where all are farther than the radius", () => {
  expect(pickSample(table(), momentAt(0), { x: 2000, y: 500, radius: 50 }, EVERY)).toBeNull();
});

it("passes over a sample that is not drawn", () => {
  expect(pickSample(table(), momentAt(0), { x: 1008, y: 500, radius: 50 }, (sample) => sample !== 1)).toBe(0);
});

it("looks where the sample is on the way between two epochs", () => {
  expect(pickSample(table(), momentAt(0.5), { x: 4500, y: 500, radius: 50 }, EVERY)).toBe(2);
});

it("prefers the sample that is drawn on top of another", () => {
  const same = new PositionTable(2, 1);
  same.fill(0, Uint16Array.of(5, 5, 5, 5));
  expect(pickSample(same, momentAt(0), { x: 5, y: 5, radius: 1 }, EVERY)).toBe(1);
});

it("measures the distance in both directions", () => {
  expect(pickSample(table(), momentAt(0), { x: 1000, y: 600, radius: 50 }, EVERY)).toBeNull();
});
