import { expect, it } from "vitest";
import { excitedBy, Tally } from "./Tally.ts";

const map = (...pixels: readonly number[]) => ({ pixels: Uint8Array.from(pixels), low: 0, high: 255 });

it("says that a unit is excited where it is above 0 and above the mean of the layer", () => {
  expect(excitedBy(Float32Array.of(1, 2, 3, 6))).toEqual([3]);
  expect(excitedBy(Float32Array.of(-4, -1, 0))).toEqual([]);
  expect(excitedBy(Float32Array.of(0, 0))).toEqual([]);
});

it("averages maps and counts what excites them, each sample once", () => {
  const tally = new Tally(3, 2, 2);
  expect([...tally.shares, ...tally.means.flatMap((mean) => [...mean])]).toEqual([0, 0, 0, 0, 0, 0, 0]);
  tally.add(7, Float32Array.of(1, 5, 0), [map(0, 10), map(40, 50)]);
  tally.add(9, Float32Array.of(4, 5, 0), [map(20, 10), map(0, 0)]);
  tally.add(7, Float32Array.of(9, 0, 0), [map(200, 200), map(200, 200)]);
  expect(tally.count).toBe(2);
  expect(tally.shares).toEqual(Float32Array.of(0.5, 1, 0));
  expect(tally.means).toEqual([Float32Array.of(10, 10), Float32Array.of(20, 25)]);
});
