import { expect, it } from "vitest";
import { scaleOf } from "./scales.ts";

const table = (values: readonly number[], epochs = [0, 2], steps = 1) => ({
  epochs,
  values: Float32Array.from(values),
  steps,
});

it("colors shares from 0 to 1, and variability up to its maximum", () => {
  expect(scaleOf("correctness", table([0, 1]), 3)).toEqual({ least: 0, most: 1, opens: "nowhere" });
  expect(scaleOf("variability", table([0, 0.1]), 3)).toEqual({ least: 0, most: 0.5, opens: "nowhere" });
});

it("colors margins symmetrically around 0, as far as nearly all lie", () => {
  // Of 101 numbers from -20 to 80, two lie beyond 78 and two below -18.
  const margins = Array.from({ length: 101 }, (_, i) => i - 20);
  expect(scaleOf("margin", table(margins, [0]), 3)).toEqual({ least: -78, most: 78, opens: "both" });
  expect(scaleOf("area_under_margin", table([0, 0]), 3)).toEqual({ least: -1, most: 1, opens: "both" });
});

it("colors counts up to the run's largest, and epochs from its first to its last", () => {
  expect(scaleOf("forgotten", table([0, 3, 2, 0]), 3)).toEqual({ least: 0, most: 3, opens: "nowhere" });
  expect(scaleOf("forgotten", table([0, 0]), 3).most).toBe(1);
  expect(scaleOf("first_learned", table([NaN, 2]), 3)).toEqual({ least: 0, most: 2, opens: "nowhere" });
  expect(scaleOf("first_learned", table([4], [4]), 3)).toEqual({ least: 4, most: 5, opens: "nowhere" });
});

it("colors motion up to what nearly all samples reach at the last epoch", () => {
  const ways = [...Array.from({ length: 101 }, () => 999), ...Array.from({ length: 101 }, (_, i) => i)];
  expect(scaleOf("layer_motion", table(ways, [0, 1], 2), 3)).toEqual({ least: 0, most: 49, opens: "above" });
});
