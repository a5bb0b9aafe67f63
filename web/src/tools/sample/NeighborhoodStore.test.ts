import { expect, it } from "vitest";
import { changeOf, countLabel, neighborsAt } from "./NeighborhoodStore.ts";

it("finds the new and the former neighbors, whatever their order", () => {
  const { added, gone } = changeOf([5, 2, 9, 7], [9, 1, 2, 3]);
  expect([[...added], gone]).toEqual([
    [5, 7],
    [1, 3],
  ]);
});

it("counts the neighbors that have a label", () => {
  expect(countLabel(Uint8Array.of(4, 0, 2, 3), Uint8Array.of(1, 0, 1, 2, 1), 1)).toBe(3);
  expect(countLabel([], [1], 1)).toBe(0);
});

it("returns the neighbors of one epoch", () => {
  expect(neighborsAt(Uint16Array.of(1, 2, 3, 4, 5, 6), 3, 1, 0)).toEqual(Uint16Array.of(3, 4));
});

it("leaves out neighbors that were not exported, stored as the sample's own number", () => {
  expect(neighborsAt(Uint16Array.of(1, 2, 3, 9, 9, 9), 2, 0, 9)).toEqual(Uint16Array.of(1, 2, 3));
  expect(neighborsAt(Uint16Array.of(1, 2, 3, 5, 9, 9), 2, 1, 9)).toEqual(Uint16Array.of(5));
});
