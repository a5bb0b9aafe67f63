import { expect, it } from "vitest";
import { stratifiedOrder } from "./subset.ts";

const LABELS = Uint8Array.from({ length: 1000 }, (_, sample) => (sample < 700 ? 0 : sample < 950 ? 1 : 2));

it("holds every sample exactly once", () => {
  expect([...stratifiedOrder(LABELS)].sort((a, b) => a - b)).toEqual([...LABELS.keys()]);
});

it("gives each class its share in every first part", () => {
  for (const size of [20, 100, 400]) {
    const labels = [...stratifiedOrder(LABELS).subarray(0, size)].map((sample) => LABELS[sample]);
    [0.7, 0.25, 0.05].forEach((share, number) => {
      const members = labels.filter((label) => label === number).length;
      expect(Math.abs(members - share * size)).toBeLessThanOrEqual(1.5);
    });
  }
});

it("begins with one sample of every class", () => {
  expect(new Set([...stratifiedOrder(LABELS).subarray(0, 3)].map((sample) => LABELS[sample]))).toEqual(
    new Set([0, 1, 2]),
  );
});

it("is the same on every visit", () => {
  expect(stratifiedOrder(LABELS)).toEqual(stratifiedOrder(LABELS.slice()));
});

it("shuffles samples that a file keeps in order", () => {
  const firstOfClass = [...stratifiedOrder(LABELS).subarray(0, 50)].filter((sample) => LABELS[sample] === 0);
  expect(Math.max(...firstOfClass)).toBeGreaterThan(500);
});
