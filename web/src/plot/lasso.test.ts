import { expect, it } from "vitest";
import { samplesInside } from "./lasso.ts";
import type { Point } from "./lasso.ts";
import { momentAt, PositionTable } from "./positions.ts";

const all = () => true;
const SQUARE: readonly Point[] = [
  [0, 0],
  [100, 0],
  [100, 100],
  [0, 100],
];

function tableOf(...epochs: readonly (readonly Point[])[]): PositionTable {
  const table = new PositionTable(epochs[0]?.length ?? 0, epochs.length);
  epochs.forEach((points, epoch) => {
    table.fill(epoch, Uint16Array.from(points.flat()));
  });
  return table;
}

it("finds the samples inside a square and leaves out the others", () => {
  const table = tableOf([
    [50, 50],
    [150, 50],
    [1, 99],
    [50, 101],
  ]);
  expect(samplesInside(table, momentAt(0), SQUARE, all)).toEqual([0, 2]);
});

it("follows an outline that bends inwards", () => {
  const horseshoe: readonly Point[] = [
    [0, 0],
    [100, 0],
    [100, 100],
    [60, 100],
    [60, 40],
    [40, 40],
    [40, 100],
    [0, 100],
  ];
  expect(
    samplesInside(
      tableOf([
        [50, 80],
        [20, 80],
        [80, 80],
        [50, 20],
      ]),
      momentAt(0),
      horseshoe,
      all,
    ),
  ).toEqual([1, 2, 3]);
});

it("looks where the samples are on their way between two epochs", () => {
  const table = tableOf([[50, 50]], [[250, 50]]);
  expect([0, 0.5, 1].map((place) => samplesInside(table, momentAt(place), SQUARE, all).length)).toEqual([1, 0, 0]);
});

it("leaves out what is not drawn, and finds nothing in a line or a dot", () => {
  const table = tableOf([
    [50, 50],
    [60, 60],
  ]);
  expect(samplesInside(table, momentAt(0), SQUARE, (sample) => sample === 1)).toEqual([1]);
  expect(
    samplesInside(
      table,
      momentAt(0),
      [
        [0, 0],
        [100, 100],
      ],
      all,
    ),
  ).toEqual([]);
  expect(samplesInside(table, momentAt(0), [], all)).toEqual([]);
});
