import { expect, it } from "vitest";
import { momentAt, PositionTable } from "./positions.ts";

function tableOfTwo(): PositionTable {
  const table = new PositionTable(2, 3);
  table.fill(0, Uint16Array.of(0, 0, 100, 100));
  table.fill(1, Uint16Array.of(1000, 2000, 100, 100));
  return table;
}

it("is at one epoch at a whole number", () => {
  expect(momentAt(2)).toEqual({ from: 2, to: 2, share: 0 });
});

it("is halfway between two epochs in the middle", () => {
  expect(momentAt(2.5)).toEqual({ from: 2, to: 3, share: 0.5 });
});

it("eases in and out of epochs, moving monotonically", () => {
  const shares = [0, 0.1, 0.3, 0.5, 0.7, 0.9].map((position) => momentAt(position).share);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(momentAt(0.1).share).toBeLessThan(0.1);
});

it("interpolates a sample between its two positions", () => {
  expect(tableOfTwo().at(0, { from: 0, to: 1, share: 0.25 })).toEqual([250, 500]);
});

it("does not move a sample that stays", () => {
  expect(tableOfTwo().at(1, momentAt(0.7))).toEqual([100, 100]);
});

it("knows which moments it can show", () => {
  const table = tableOfTwo();
  expect([0, 0.5, 1, 1.5, 2].map((position) => table.hasMoment(momentAt(position)))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

it("starts each epoch on a new layer of whole rows", () => {
  const table = new PositionTable(1025, 2);
  table.fill(1, new Uint16Array(2050).fill(9));
  expect(table.rows).toBe(2);
  expect(table.data).toHaveLength(2 * 2 * 1024 * 2);
  expect(table.data.indexOf(9)).toBe(2 * 1024 * 2);
});
