import { expect, it } from "vitest";
import { axisOver, isUneven, nearestOn, placeAmong } from "./axis.ts";

const STEPS = [0, 10, 100, 1000];

it("places epochs as far apart as they are, or all as far from the next", () => {
  expect(STEPS.map(axisOver(STEPS, "real"))).toEqual([0, 0.01, 0.1, 1]);
  expect(STEPS.map(axisOver(STEPS, "even"))).toEqual([0, 1 / 3, 2 / 3, 1]);
  expect([axisOver(STEPS, "even")(55), axisOver([3], "real")(3), axisOver([3], "even")(3)]).toEqual([0.5, 0, 0]);
});

it("finds the place of a moment, within the ends", () => {
  expect([-5, 0, 5, 550, 2000].map((epoch) => placeAmong(STEPS, epoch))).toEqual([0, 0, 0.5, 2.5, 3]);
});

it("finds the epoch nearest to a place on an axis", () => {
  const real = axisOver([0, 1, 2, 4, 8], "real");
  expect([0, 0.1, 0.4, 0.7, 1, 1.2].map((share) => nearestOn(real, [0, 1, 2, 4, 8], share))).toEqual([
    0, 1, 4, 4, 8, 8,
  ]);
  expect(nearestOn(axisOver(STEPS, "even"), STEPS, 0.3)).toBe(10);
});

it("tells whether epochs are evenly spaced", () => {
  expect([[], [3], [0, 1, 2], STEPS].map(isUneven)).toEqual([false, false, false, true]);
});
