import { expect, it } from "vitest";
import type { Metric } from "../api/manifest.ts";
import { bursts, busiest, classAccuracies, emergences, flippedAt, flipsOf, largest, rateSteps } from "./events.ts";

// Four epochs of five samples, the last of which does not count.
const RECORD = {
  label: Uint8Array.of(0, 0, 1, 1, 1),
  predicted: Uint8Array.of(1, 0, 0, 0, 1, /**/ 0, 0, 0, 1, 0, /**/ 0, 1, 1, 1, 1, /**/ 0, 0, 1, 0, 0),
  counted: Uint8Array.of(1, 1, 1, 1, 0),
  epochs: 4,
};

function rate(epoch: number, learning_rate: number | null): Metric {
  return { epoch, split: "train", loss: 1, accuracy: 0.5, learning_rate, seconds: null };
}

it("counts the samples learned and forgotten at each step", () => {
  expect(flipsOf(RECORD)).toEqual({ learned: Uint32Array.of(0, 2, 1, 1), forgotten: Uint32Array.of(0, 0, 1, 1) });
});

it("lists the samples that flipped", () => {
  expect([1, 2, 3].map((index) => flippedAt(RECORD, index, "learned"))).toEqual([[0, 3], [2], [1]]);
  expect([1, 2, 3].map((index) => flippedAt(RECORD, index, "forgotten"))).toEqual([[], [1], [3]]);
});

it("gives the accuracy of each class over the epochs, and NaN for a class without samples", () => {
  expect(classAccuracies(RECORD, 3)).toEqual([
    Float32Array.of(0.5, 1, 0.5, 1),
    Float32Array.of(0, 0.5, 1, 0.5),
    Float32Array.of(NaN, NaN, NaN, NaN),
  ]);
});

it("lets a class emerge when it reaches half of its final accuracy", () => {
  const accuracies = [
    [0.6, 0.1, 0.4, 0.8],
    [0, 0, 0, 0],
    [0, 0, 0.2, 0.5],
    [0, 0, 0.3, 0],
  ].map((own) => Float32Array.from(own));
  expect(emergences(accuracies, 1)).toEqual([2, null, 3, null]);
  expect(emergences(accuracies, 0)[0]).toBe(0);
});

it("finds a step where a constant learning rate doubles or halves, and none where it almotion changes", () => {
  const metrics = [rate(1, 0.1), rate(2, 0.09), rate(3, 0.009), rate(4, null), rate(5, 0.009), rate(6, 0.018)];
  expect(rateSteps(metrics)).toEqual([
    { epoch: 3, from: 0.09, to: 0.009 },
    { epoch: 6, from: 0.009, to: 0.018 },
  ]);
  const cycle = [0.02, 0.05, 0.1, 0.09, 0.06, 0.02, 0.00001].map((value, at) => rate(at + 1, value));
  expect(rateSteps(cycle)).toEqual([]);
  expect(rateSteps([rate(1, 0.1), rate(2, 0.01)])).toEqual([]);
});

it("finds the steps that stand out", () => {
  expect(bursts(Uint32Array.of(0, 20, 22, 18, 90, 21, 19), 1000)).toEqual([4]);
  expect(bursts(Uint32Array.of(0, 20, 20, 20), 1000)).toEqual([]);
  // Outstanding, but hardly any samples.
  expect(bursts(Uint32Array.of(0, 0, 0, 3), 1000)).toEqual([]);
});

it("finds the step with the largest motion, and the samples that move", () => {
  const motion = Uint16Array.of(0, 0, 0, 0, /**/ 5, 1, 9, 0, /**/ 1, 1, 1, 1);
  expect(busiest(motion, 4)).toBe(1);
  expect(busiest(new Uint16Array(12), 4)).toBeNull();
  expect(largest(motion.subarray(4, 8), Uint8Array.of(1, 1, 1, 1), 0.5)).toEqual([2, 0]);
  expect(largest(motion.subarray(4, 8), Uint8Array.of(1, 1, 0, 1), 1)).toEqual([0, 1]);
});
