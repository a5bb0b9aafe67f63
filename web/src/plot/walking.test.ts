import { expect, it } from "vitest";
import { HIDDEN, SHOWN } from "../page/DrawingStore.ts";
import type { Drawn } from "./drawn.ts";
import { momentAt, PositionTable } from "./positions.ts";
import { middleSample, nextSample } from "./walking.ts";
import type { Step } from "./walking.ts";

const LEFT: Step = [-1, 0];
const RIGHT: Step = [1, 0];
const UP: Step = [0, -1];
const DOWN: Step = [0, 1];

/** Samples at such pixels of a plot of 200 times 100; the last one is hidden. */
function drawnAt(...pixels: [x: number, y: number][]): Drawn {
  const table = new PositionTable(pixels.length, 1);
  table.fill(0, Uint16Array.from(pixels.flat()));
  const states = new Uint8Array(pixels.length).fill(SHOWN);
  states[pixels.length - 1] = HIDDEN;
  return {
    size: { width: 200, height: 100 },
    table,
    moment: momentAt(0),
    states,
    toPixels: (position) => position,
  } as Pick<Drawn, "size" | "table" | "moment" | "states" | "toPixels"> as Drawn;
}

const CROSS = drawnAt([100, 50], [60, 50], [130, 60], [100, 20], [110, 95], [170, 50], [104, 50]);

it.each([
  ["left", LEFT, 1],
  ["right", RIGHT, 2],
  ["up", UP, 3],
  ["down", DOWN, 4],
])("goes %s to the nearest drawn sample in that direction", (_, step, sample) => {
  expect(nextSample(CROSS, [100, 50], step, 0.5)).toBe(sample);
});

it("goes farther on demand, and stays where nothing is left", () => {
  expect([nextSample(CROSS, [100, 50], RIGHT, 60), nextSample(CROSS, [170, 50], RIGHT, 0.5)]).toEqual([5, null]);
});

it("begins at the sample in view that is nearest to the middle", () => {
  expect([middleSample(CROSS), middleSample(drawnAt([300, 50], [5, 5], [100, 50]))]).toEqual([0, 1]);
});

it("has nowhere to begin where no sample is in view", () => {
  expect(middleSample(drawnAt([300, 50], [100, 50]))).toBeNull();
});
