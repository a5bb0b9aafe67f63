/** Where each class is densest, at every epoch: a place among its samples, which a mean need not be. */
import { countIn, smooth, UNITS } from "./density.ts";
import type { Cells } from "./density.ts";
import type { Groups } from "./groups.ts";

/** A place where a class is denser than around it, in the wire's units. */
export interface Peak {
  readonly x: number;
  readonly y: number;
  /** How many samples of the class are near. */
  readonly near: number;
  /** How much more common the class is near here than among all samples: 0 as by chance, 1 alone. */
  readonly concentration: number;
}

type Place = readonly [x: number, y: number];

/** Where each class is at every epoch, for its name to stand there. */
export interface ClassPlaces {
  /** Class numbers. */
  readonly classes: readonly number[];
  /** How many samples of each of these classes are near its place, on the mean of the epochs. */
  readonly weights: readonly number[];
  /** One place for each of these classes, by the epoch's index; undefined while an epoch is not here. */
  readonly epochs: readonly (readonly Peak[] | undefined)[];
}

/** Peaks that are almost as dense as the densest count as equal, so that a name need not jump between them. */
const ALMOST = 0.7;
/** Cells along a side: more for more samples, so that each holds a few. */
const LEAST_CELLS = 12,
  MOST_CELLS = 64;
/** How far "near" reaches to each side, in those cells. */
const NEAR = 1.25;
const SHIFTS = 2;
/** Cells along a side in which all samples are counted. */
const COUNTED_CELLS = 128;

/** Return the peaks of each group that are almost as dense as its densest, which comes first; `positions` is (samples, 2). */
export function peaksOf(positions: Uint16Array, groups: Groups): readonly (readonly Peak[])[] {
  const all = new Counts(positions, groups.samples);
  return groups.samples.map((samples) => {
    const cells = cellsOf(positions, samples);
    const chance = samples.length / groups.total;
    const reach = cells.cell * NEAR;
    return topsOf(cells).map((top) => {
      const [x, y] = shifted(positions, samples, top, reach);
      const window = windowAround(x, y, reach);
      const near = countInside(positions, samples, window);
      const share = near / Math.max(1, all.inside(window));
      return { x, y, near, concentration: chance < 1 ? Math.max(0, (share - chance) / (1 - chance)) : 1 };
    });
  });
}

/** Return the places of the groups' classes, from peaks of shape (epochs, groups); epochs may be missing. */
export function placesOf({ classes }: Groups, peaks: Parameters<typeof steadyPeaks>[0]): ClassPlaces {
  const epochs = steadyPeaks(peaks);
  const known = epochs.filter((places) => places !== undefined);
  const weights = classes.map(
    (_, group) => known.reduce((sum, places) => sum + (places[group]?.near ?? 0), 0) / Math.max(1, known.length),
  );
  return { classes, weights, epochs };
}

/**
 * Choose one peak per group and epoch, from peaks of shape (epochs, groups); epochs may be missing. Seen from the last
 * epoch back, a group keeps to the peak nearest to its last one.
 */
export function steadyPeaks(
  epochs: readonly (readonly (readonly Peak[])[] | undefined)[],
): readonly (readonly Peak[] | undefined)[] {
  let later: readonly Peak[] = [];
  return epochs
    .toReversed()
    .map((groups) => {
      const chosen = groups?.flatMap((peaks, group) => nearest(peaks, later[group]) ?? []);
      later = chosen ?? later;
      return chosen;
    })
    .reverse();
}

function nearest(peaks: readonly Peak[], to: Peak | undefined): Peak | undefined {
  const [first, ...others] = peaks;
  if (to === undefined || first === undefined) return first;
  const distance = (peak: Peak) => Math.hypot(peak.x - to.x, peak.y - to.y);
  return others.reduce((best, peak) => (distance(peak) < distance(best) ? peak : best), first);
}

function cellsOf(positions: Uint16Array, samples: Uint32Array): Cells {
  const side = Math.min(MOST_CELLS, Math.max(LEAST_CELLS, Math.round(2 * Math.sqrt(samples.length))));
  const cell = UNITS / side;
  // Room for the smoothing on every side.
  const cells = {
    x: -2 * cell,
    y: -2 * cell,
    cell,
    columns: side + 4,
    rows: side + 4,
    values: new Float32Array((side + 4) ** 2),
  };
  for (const sample of samples) countIn(cells, positions[2 * sample] ?? 0, positions[2 * sample + 1] ?? 0);
  smooth(cells, 1);
  return cells;
}

/** The middles of the cells that are higher than the eight around them and almost as high as the highest, which comes first. */
function topsOf({ x, y, cell, columns, rows, values }: Cells): Place[] {
  const most = values.reduce((high, value) => Math.max(high, value), 0);
  return [...values.keys()]
    .filter((at) => (values[at] ?? 0) >= ALMOST * most && isInside(at, columns, rows) && isTop(values, at, columns))
    .sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0))
    .map((at) => [x + ((at % columns) + 0.5) * cell, y + (Math.floor(at / columns) + 0.5) * cell]);
}

function isInside(at: number, columns: number, rows: number): boolean {
  const [column, row] = [at % columns, Math.floor(at / columns)];
  return column > 0 && row > 0 && column < columns - 1 && row < rows - 1;
}

/** Of equal neighbors, the first is the top. */
function isTop(values: Float32Array, at: number, columns: number): boolean {
  const value = values[at] ?? 0;
  const before = [at - columns - 1, at - columns, at - columns + 1, at - 1];
  const after = [at + 1, at + columns - 1, at + columns, at + columns + 1];
  return before.every((other) => (values[other] ?? 0) < value) && after.every((other) => (values[other] ?? 0) <= value);
}

/** Move to the mean of the samples near a place, a few times. */
function shifted(positions: Uint16Array, samples: Uint32Array, place: Place, reach: number): Place {
  for (let shift = 0; shift < SHIFTS; shift++) place = meanNear(positions, samples, place, reach);
  return place;
}

function meanNear(positions: Uint16Array, samples: Uint32Array, [x, y]: Place, reach: number): Place {
  let [sumX, sumY, count] = [0, 0, 0];
  for (const sample of samples) {
    const [ownX = 0, ownY = 0] = [positions[2 * sample], positions[2 * sample + 1]];
    if (Math.abs(ownX - x) > reach || Math.abs(ownY - y) > reach) continue;
    sumX += ownX;
    sumY += ownY;
    count += 1;
  }
  return count === 0 ? [x, y] : [sumX / count, sumY / count];
}

/** Columns and rows of counted cells, the last included. */
interface Window {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const COUNTED_CELL = UNITS / COUNTED_CELLS;

function windowAround(x: number, y: number, reach: number): Window {
  return { left: cellOf(x - reach), right: cellOf(x + reach), top: cellOf(y - reach), bottom: cellOf(y + reach) };
}

function countInside(positions: Uint16Array, samples: Uint32Array, { left, right, top, bottom }: Window): number {
  const [fromX, toX] = [left * COUNTED_CELL, (right + 1) * COUNTED_CELL];
  const [fromY, toY] = [top * COUNTED_CELL, (bottom + 1) * COUNTED_CELL];
  let count = 0;
  for (const sample of samples) {
    const [x = 0, y = 0] = [positions[2 * sample], positions[2 * sample + 1]];
    if (x >= fromX && x < toX && y >= fromY && y < toY) count += 1;
  }
  return count;
}

/** Counts of all samples, summed from the first cell on, so that those in a window are four look-ups away. */
class Counts {
  private static readonly side = COUNTED_CELLS + 1;
  private readonly sums = new Uint32Array(Counts.side ** 2);

  constructor(positions: Uint16Array, groups: readonly Uint32Array[]) {
    const { sums } = this;
    for (const samples of groups) {
      for (const sample of samples) {
        const at = this.at(cellOf(positions[2 * sample]) + 1, cellOf(positions[2 * sample + 1]) + 1);
        sums[at] = (sums[at] ?? 0) + 1;
      }
    }
    for (let at = Counts.side; at < sums.length; at++) {
      if (at % Counts.side === 0) continue;
      sums[at] =
        (sums[at] ?? 0) + (sums[at - 1] ?? 0) + (sums[at - Counts.side] ?? 0) - (sums[at - Counts.side - 1] ?? 0);
    }
  }

  inside({ left, right, top, bottom }: Window): number {
    const at = (column: number, row: number) => this.sums[this.at(column, row)] ?? 0;
    return at(right + 1, bottom + 1) - at(left, bottom + 1) - at(right + 1, top) + at(left, top);
  }

  private at(column: number, row: number): number {
    return row * Counts.side + column;
  }
}

function cellOf(units = 0): number {
  return Math.min(COUNTED_CELLS - 1, Math.max(0, Math.floor(units / COUNTED_CELL)));
}
