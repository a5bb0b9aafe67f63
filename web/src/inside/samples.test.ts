import { expect, it } from "vitest";
import { mostWrong, nextOf } from "./samples.ts";

const LABELS = [0, 1, 0, 2, 1];

it("goes on to the next sample and back, around the ends", () => {
  expect([nextOf(LABELS, 0, 1, null), nextOf(LABELS, 4, 1, null), nextOf(LABELS, 0, -1, null)]).toEqual([1, 0, 4]);
});

it("goes on to the next sample of a class, around the end to itself", () => {
  expect([nextOf(LABELS, 0, 1, 0), nextOf(LABELS, 2, 1, 0), nextOf(LABELS, 0, -1, 1)]).toEqual([2, 0, 4]);
  expect(nextOf(LABELS, 3, 1, 2)).toBe(3);
  expect([nextOf(LABELS, 3, 1, 9), nextOf([], 0, 1, null)]).toEqual([null, null]);
});

it("finds the sample that is most wrong, where one is misclassified", () => {
  expect(mostWrong([0.2, -0.1, -0.7, 0.9])).toBe(2);
  expect([mostWrong([0.2, 0.1]), mostWrong([])]).toEqual([null, null]);
});
