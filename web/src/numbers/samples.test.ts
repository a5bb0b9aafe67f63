import { expect, it } from "vitest";
import { formatNumbers, parseNumbers, sortedByValue } from "./samples.ts";

it.each([[[]], [[0]], [[5]], [[0, 1, 2, 3]], [[3, 8, 9, 10, 11, 99, 60000]], [[1, 3, 5]]])(
  "round-trips %j",
  (numbers) => {
    expect(parseNumbers(formatNumbers(numbers), 1e6)).toEqual(numbers);
  },
);

it("is short for many consecutive numbers", () => {
  expect(formatNumbers(Array.from({ length: 5000 }, (_, number) => number + 7)).length).toBeLessThan(8);
});

it("rejects malformed text, and numbers above the most", () => {
  expect(["x y", "-3", "1..2", "1~", "%"].map((text) => parseNumbers(text, 100))).toEqual([[], [], [], [], []]);
  expect(parseNumbers("0~zzzzzz", 4)).toEqual([0, 1, 2, 3, 4]);
  expect(parseNumbers("9", 4)).toEqual([]);
});

const VALUES = Float32Array.of(5, NaN, -1, 5, 9, NaN);

it("sorts samples by value, ties by number and those without a value last", () => {
  expect([...sortedByValue([5, 4, 3, 2, 1, 0], VALUES, false)]).toEqual([2, 0, 3, 4, 1, 5]);
  expect([...sortedByValue([5, 3, 2, 1, 0], VALUES, true)]).toEqual([0, 3, 2, 1, 5]);
});
