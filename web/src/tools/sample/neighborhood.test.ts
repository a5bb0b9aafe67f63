import { expect, it } from "vitest";
import { changeOf, countLabel, neighborsAt } from "./neighborhood.ts";

it("tells who came and who is gone, whatever their order", () => {
  const { came, gone } = changeOf([5, 2, 9, 7], [9, 1, 2, 3]);
  expect([[...came], gone]).toEqual([
    [5, 7],
    [1, 3],
  ]);
});

it("counts the neighbors that have a label", () => {
  expect(countLabel(Uint8Array.of(4, 0, 2, 3), Uint8Array.of(1, 0, 1, 2, 1), 1)).toBe(3);
  expect(countLabel([], [1], 1)).toBe(0);
});

it("takes one epoch out of all", () => {
  expect(neighborsAt(Uint16Array.of(1, 2, 3, 4, 5, 6), 3, 1, 0)).toEqual(Uint16Array.of(3, 4));
});

it("leaves out those that were not exported, for which the sample's own number stands", () => {
  expect(neighborsAt(Uint16Array.of(1, 2, 3, 9, 9, 9), 2, 0, 9)).toEqual(Uint16Array.of(1, 2, 3));
  expect(neighborsAt(Uint16Array.of(1, 2, 3, 5, 9, 9), 2, 1, 9)).toEqual(Uint16Array.of(5));
});
