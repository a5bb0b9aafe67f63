import { expect, it } from "vitest";
import { pickSample, samplesInside } from "./picking.ts";
import { momentAt, PositionTable } from "./positions.ts";
import type { Position } from "./positions.ts";

const EVERY = () => true;

/** Samples at x = 1000, 1010 and 9000; the third moves to x = 0 in epoch 1. */
function table(): PositionTable {
  const positions = new PositionTable(3, 2);
  positions.fill(0, Uint16Array.of(1000, 500, 1010, 500, 9000, 500));
  positions.fill(1, Uint16Array.of(1000, 500, 1010, 500, 0, 500));
  return positions;
}

it("finds the sample nearest to the pointer", () => {
  expect(pickSample(table(), momentAt(0), { x: 1008, y: 500, radius: 50 }, EVERY)).toBe(1);
});

it("finds none if all are farther than the radius", () => {
  expect(pickSample(table(), momentAt(0), { x: 2000, y: 500, radius: 50 }, EVERY)).toBeNull();
});

it("skips a sample that is not drawn", () => {
  expect(pickSample(table(), momentAt(0), { x: 1008, y: 500, radius: 50 }, (sample) => sample !== 1)).toBe(0);
});

it("uses the sample's position between two epochs", () => {
  expect(pickSample(table(), momentAt(0.5), { x: 4500, y: 500, radius: 50 }, EVERY)).toBe(2);
});

it("prefers the sample that is drawn on top of another", () => {
  const same = new PositionTable(2, 1);
  same.fill(0, Uint16Array.of(5, 5, 5, 5));
  expect(pickSample(same, momentAt(0), { x: 5, y: 5, radius: 1 }, EVERY)).toBe(1);
});

it("measures the distance in both directions", () => {
  expect(pickSample(table(), momentAt(0), { x: 1000, y: 600, radius: 50 }, EVERY)).toBeNull();
});

const SQUARE: readonly Position[] = [
  [0, 0],
  [100, 0],
  [100, 100],
  [0, 100],
];

function tableOf(...epochs: readonly (readonly Position[])[]): PositionTable {
  const table = new PositionTable(epochs[0]?.length ?? 0, epochs.length);
  epochs.forEach((points, epoch) => {
    table.fill(epoch, Uint16Array.from(points.flat()));
  });
  return table;
}

it("finds the samples inside a square and no others", () => {
  const table = tableOf([
    [50, 50],
    [150, 50],
    [1, 99],
    [50, 101],
  ]);
  expect(samplesInside(table, momentAt(0), SQUARE, EVERY)).toEqual([0, 2]);
});

it("follows an outline that bends inwards", () => {
  const horseshoe: readonly Position[] = [
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
      EVERY,
    ),
  ).toEqual([1, 2, 3]);
});

it("uses the samples' positions between two epochs", () => {
  const table = tableOf([[50, 50]], [[250, 50]]);
  expect([0, 0.5, 1].map((position) => samplesInside(table, momentAt(position), SQUARE, EVERY).length)).toEqual([
    1, 0, 0,
  ]);
});

it("skips samples that are not drawn, and finds none in a line or a dot", () => {
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
      EVERY,
    ),
  ).toEqual([]);
  expect(samplesInside(table, momentAt(0), [], EVERY)).toEqual([]);
});
