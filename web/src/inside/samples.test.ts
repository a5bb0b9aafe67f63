import { expect, it } from "vitest";
import { mostWrong, nextOf } from "./samples.ts";

const SAMPLES = Uint32Array.of(1, 3, 4);

it("goes on to the next sample and back, around the ends, also from one that is not among them", () => {
  expect([1, 4, 2, 9].map((from) => nextOf(SAMPLES, from, 1))).toEqual([3, 1, 3, 1]);
  expect([3, 1, 2, 0].map((from) => nextOf(SAMPLES, from, -1))).toEqual([1, 4, 1, 4]);
});

it("goes nowhere where there is no other sample", () => {
  expect([nextOf(Uint32Array.of(3), 3, 1), nextOf(Uint32Array.of(3), 3, -1)]).toEqual([null, null]);
  expect([nextOf(Uint32Array.of(), 3, 1), nextOf(Uint32Array.of(), 3, -1)]).toEqual([null, null]);
});

it("finds the sample that is most wrong, where one is misclassified", () => {
  expect(mostWrong([0.2, -0.1, -0.7, 0.9])).toBe(2);
  expect([mostWrong([0.2, 0.1]), mostWrong([])]).toEqual([null, null]);
});
