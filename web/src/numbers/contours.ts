/** Outlines of where samples are dense: around half of them, and around most. */
import { contours } from "d3-contour";
import { countIn, smooth, UNITS } from "./density.ts";
import type { Cells } from "./density.ts";

/** The shares of the samples that the two outlines of a group enclose, the outer one first. */
export const ENCLOSED = [0.85, 0.5] as const;

/** Closed lines in the wire's units, [x, y] one after the other; a hole is a line inside another. */
export type Outline = readonly (readonly (readonly [x: number, y: number])[])[];

/** A cell's side, and how far samples are smoothed, in cells to each side. */
const CELL = UNITS / 96;
const RADIUS = 1;
/** Cells beyond the outermost sample, where the smoothing ends. */
const MARGIN = 3 * RADIUS + 1;
const BINS = 512;
/** Fewer samples have no shape. */
const FEWEST = 4;

/** Return the outer and the inner outline of samples at positions (samples, 2) between two epochs; null of too few. */
export function outlinesOf(
  samples: Uint32Array,
  positionOf: (sample: number) => readonly [x: number, y: number],
): readonly [outer: Outline, inner: Outline] | null {
  if (samples.length < FEWEST) return null;
  const cells = cellsAround(samples, positionOf);
  const [outer, inner] = densitiesAround(cells.values);
  return [outline(cells, outer), outline(cells, inner)];
}

function cellsAround(samples: Uint32Array, positionOf: (sample: number) => readonly [number, number]): Cells {
  const positions = new Float32Array(2 * samples.length);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  samples.forEach((sample, at) => {
    const [x, y] = positionOf(sample);
    positions[2 * at] = x;
    positions[2 * at + 1] = y;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  });
  // On one grid for all moments: an outline must not tremble with the outermost sample.
  const [firstColumn, firstRow] = [Math.floor(left / CELL) - MARGIN, Math.floor(top / CELL) - MARGIN];
  const [columns, rows] = [
    Math.floor(right / CELL) + MARGIN + 1 - firstColumn,
    Math.floor(bottom / CELL) + MARGIN + 1 - firstRow,
  ];
  const cells = {
    x: firstColumn * CELL,
    y: firstRow * CELL,
    cell: CELL,
    columns,
    rows,
    values: new Float32Array(columns * rows),
  };
  for (let at = 0; at < samples.length; at++) countIn(cells, positions[2 * at] ?? 0, positions[2 * at + 1] ?? 0);
  smooth(cells, RADIUS);
  return cells;
}

/** Return the densities above which the cells hold the enclosed shares of all that is counted. */
function densitiesAround(values: Float32Array): [outer: number, inner: number] {
  let [most, total] = [0, 0];
  for (const value of values) {
    if (value > most) most = value;
    total += value;
  }
  const held = new Float64Array(BINS);
  const binsPerUnit = (BINS - 1) / most;
  for (const value of values) {
    const bin = Math.round(value * binsPerUnit);
    held[bin] = (held[bin] ?? 0) + value;
  }
  const lowestAround = (share: number) => {
    let bin = BINS - 1;
    for (let sum = held[bin] ?? 0; sum < share * total && bin > 1; sum += held[bin] ?? 0) bin -= 1;
    return bin / binsPerUnit;
  };
  return [lowestAround(ENCLOSED[0]), lowestAround(ENCLOSED[1])];
}

function outline({ x, y, cell, columns, rows, values }: Cells, density: number): Outline {
  const { coordinates } = contours()
    .size([columns, rows])
    .contour(values as unknown as number[], density);
  return coordinates
    .flat()
    .map((ring) => ring.map(([column = 0, row = 0]) => [x + column * cell, y + row * cell] as const));
}
