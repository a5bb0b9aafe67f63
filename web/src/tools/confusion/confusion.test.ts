import { expect, it } from "vitest";
import { CLASS_ORDERS, orderClasses } from "./classOrder.ts";
import {
  confusedPairs,
  cellCount,
  countConfusion,
  countWrong,
  holds,
  cellTotal,
  cellValue,
  largestValues,
  cellHistory,
} from "./confusion.ts";
import type { Confusion } from "./confusion.ts";

const LABEL = Uint8Array.of(0, 0, 0, 1, 1, 2);
const PREDICTIONS = Uint8Array.of(0, 0, 1, 0, 1, 1, 0, 0, 0, 0, 1, 2);
const EVERY_SAMPLE = Uint32Array.of(0, 1, 2, 3, 4, 5);
const confusion = countConfusion(PREDICTIONS, LABEL, EVERY_SAMPLE, 3);

/** The counts in an array, shape (epochs, classes, classes). */
function countsOf({ classes, epochs, counts }: Confusion): number[] {
  const numbers = (end: number) => Array.from({ length: end }, (_, number) => number);
  return numbers(epochs).flatMap((index) =>
    numbers(classes).flatMap((label) => numbers(classes).map((predicted) => counts.at(index, label, predicted))),
  );
}

it("counts which label goes with which prediction at every epoch", () => {
  expect(countsOf(confusion)).toEqual([
    2, 1, 0, 1, 1, 0, 0, 1, 0,

    3, 0, 0, 1, 1, 0, 0, 0, 1,
  ]);
  expect([[...confusion.labeled], [...confusion.predicted]]).toEqual([
    [3, 2, 1],
    [3, 3, 0, 4, 1, 1],
  ]);
});

it("counts only the given samples", () => {
  const without = countConfusion(PREDICTIONS, LABEL, Uint32Array.of(0, 2, 5), 3);
  expect(countsOf(without)).toEqual([1, 1, 0, 0, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1]);
  expect([[...without.labeled], [...without.predicted]]).toEqual([
    [2, 0, 1],
    [1, 2, 0, 2, 0, 1],
  ]);
});

it("counts more samples than two bytes hold", () => {
  const many = 70_000;
  const counted = Uint32Array.from({ length: many }, (_, sample) => sample);
  expect(countsOf(countConfusion(new Uint8Array(many).fill(1), new Uint8Array(many), counted, 2))).toEqual([
    0,
    many,
    0,
    0,
  ]);
});

it("counts a pair, and all errors of a class or as a class", () => {
  const cells = [
    { label: 1, predicted: 0 },
    { label: 0, predicted: null },
    { label: null, predicted: 1 },
    { label: null, predicted: 0 },
  ] as const;
  expect(cells.map((cell) => [cellCount(confusion, 0, cell), cellCount(confusion, 1, cell)])).toEqual([
    [1, 1],
    [1, 0],
    [2, 0],
    [1, 1],
  ]);
});

it("gives shares of the true class by row and of the predicted class by column", () => {
  const cell = { label: 1, predicted: 0 };
  expect(
    (["count", "row", "column"] as const).map((normalization) => cellValue(confusion, 1, cell, normalization)),
  ).toEqual([1, 1 / 2, 1 / 4]);
  expect([
    cellTotal(confusion, 0, { label: 2, predicted: null }, "column"),
    cellTotal(confusion, 0, { label: null, predicted: 1 }, "row"),
  ]).toEqual([1, 3]);
  expect(cellValue(confusion, 0, { label: 2, predicted: 2 }, "column")).toBe(0);
});

it("separates the largest count on the diagonal from the largest error", () => {
  expect(largestValues(confusion, 0, [0, 1, 2], "count")).toEqual({ mostRight: 2, mostWrong: 1 });
  expect(largestValues(confusion, 0, [0, 2], "row")).toEqual({ mostRight: 2 / 3, mostWrong: 0 });
});

it("counts the same where there are too many classes for an array of all pairs", () => {
  const [labels, predictions] = [LABEL, PREDICTIONS].map((numbers) => Uint16Array.from(numbers, (at) => 9000 * at));
  const many = countConfusion(predictions ?? new Uint16Array(), labels ?? new Uint16Array(), EVERY_SAMPLE, 20_000);
  const numbers = [0, 9000, 18_000];
  for (const index of [0, 1]) {
    const scaled = confusedPairs(confusion, index, [0, 1, 2]).map(({ label, predicted, count }) => ({
      label: 9000 * label,
      predicted: 9000 * predicted,
      count,
    }));
    expect(confusedPairs(many, index, numbers)).toEqual(scaled);
    expect(countWrong(many, index, numbers)).toEqual(countWrong(confusion, index, [0, 1, 2]));
    expect(largestValues(many, index, numbers, "row")).toEqual(largestValues(confusion, index, [0, 1, 2], "row"));
  }
  for (const order of CLASS_ORDERS)
    expect(orderClasses(many, numbers, order)).toEqual(
      orderClasses(confusion, [0, 1, 2], order).map((at) => 9000 * at),
    );
});

it("follows a cell over the epochs", () => {
  expect([...cellHistory(confusion, { label: 2, predicted: 1 }, "count")]).toEqual([1, 0]);
  expect([...cellHistory(confusion, { label: 0, predicted: 0 }, "column")]).toEqual([2 / 3, 3 / 4].map(Math.fround));
});

it("lists confused pairs, the most frequent first", () => {
  const counted = countConfusion(Uint8Array.of(1, 1, 2, 0, 0, 0), Uint8Array.of(0, 0, 0, 1, 2, 2), EVERY_SAMPLE, 3);
  expect(confusedPairs(counted, 0, [0, 1, 2])).toEqual([
    { label: 0, predicted: 1, count: 2 },
    { label: 2, predicted: 0, count: 2 },
    { label: 0, predicted: 2, count: 1 },
    { label: 1, predicted: 0, count: 1 },
  ]);
  expect(confusedPairs(counted, 0, [1, 2])).toEqual([]);
});

it("counts the misclassified samples, and those predicted as a class that is not given", () => {
  expect([
    countWrong(confusion, 0, [0, 1, 2]),
    countWrong(confusion, 0, [0, 2]),
    countWrong(confusion, 1, [1]),
  ]).toEqual([
    { wrong: 3, elsewhere: 0 },
    { wrong: 2, elsewhere: 2 },
    { wrong: 1, elsewhere: 1 },
  ]);
});

it("decides whether a sample is in a cell", () => {
  const held = (cell: Parameters<typeof holds>[0]) =>
    [
      [0, 0],
      [0, 1],
      [1, 0],
      [2, 1],
    ].map(([label = 0, predicted = 0]) => holds(cell, label, predicted));
  expect(held({ label: 0, predicted: 1 })).toEqual([false, true, false, false]);
  expect(held({ label: 0, predicted: 0 })).toEqual([true, false, false, false]);
  expect(held({ label: 0, predicted: null })).toEqual([false, true, false, false]);
  expect(held({ label: null, predicted: 1 })).toEqual([false, true, false, true]);
});

/** One epoch of four classes with two samples each. */
function fourClasses(...predicted: number[]) {
  return countConfusion(
    Uint8Array.from(predicted),
    Uint8Array.of(0, 0, 1, 1, 2, 2, 3, 3),
    Uint32Array.from({ length: 8 }, (_, sample) => sample),
    4,
  );
}

it("orders classes by their share of errors over all epochs, ties in the data set's order", () => {
  expect(orderClasses(confusion, [0, 1, 2], "errors")).toEqual([1, 2, 0]);
  expect(orderClasses(confusion, [0, 1, 2], "dataset")).toEqual([0, 1, 2]);
});

it("puts classes side by side that are confused with each other", () => {
  const all = [0, 1, 2, 3];
  expect(orderClasses(fourClasses(3, 0, 2, 1, 2, 2, 3, 3), all, "similarity")).toEqual([0, 3, 1, 2]);
  expect(orderClasses(fourClasses(3, 3, 1, 3, 2, 2, 3, 3), all, "similarity")).toEqual([0, 3, 1, 2]);
  expect(orderClasses(fourClasses(0, 0, 3, 1, 0, 0, 2, 2), all, "similarity")).toEqual([0, 2, 3, 1]);
  expect(orderClasses(fourClasses(0, 0, 1, 1, 2, 2, 3, 3), all, "similarity")).toEqual(all);
});

it("opens a ring of confusions at its weakest link", () => {
  expect(orderClasses(fourClasses(1, 1, 2, 2, 0, 2, 3, 3), [0, 1, 2, 3], "similarity")).toEqual([0, 1, 2, 3]);
  expect(orderClasses(fourClasses(1, 0, 2, 2, 0, 0, 3, 3), [0, 1, 2, 3], "similarity")).toEqual([0, 2, 1, 3]);
});
