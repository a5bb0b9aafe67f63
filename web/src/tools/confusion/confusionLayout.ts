/** How large the matrix's cells are, which one lies where, and which one the arrow keys lead to; in CSS pixels. */
import type { Cell } from "./confusion.ts";

/** How the matrix is laid out. */
export interface Layout {
  /** The side of a cell. */
  readonly size: number;
  /** The room for the classes' names, on both axes. */
  readonly head: number;
}

/** From here on a name fits beside a row, a number fits into a cell, and a sparkline under the number. */
export const NAMED = 12,
  NUMBERED = 14,
  SPARKLINED = 24;
/** For names as short as digits and letters, which are legible over a narrow column as they are; and for others. */
export const SHORT_HEAD = 28;
const LONG_HEAD = 72,
  SHORT_NAME = 2;

/** Of the numbers in cells, the best first: a small number says more than none. */
export const FONT_SIZES = [10, 9, 8] as const;

const LEAST = 4,
  LARGEST = 56,
  STEP = 1.25;
const SIZES = [16, 24, 32];

export function headFor(names: readonly string[]): number {
  return names.every((name) => name.length <= SHORT_NAME) ? SHORT_HEAD : LONG_HEAD;
}

/** Cell sizes to choose from, smallest first: the one at which the whole matrix fits into the width, and larger ones. */
export function cellSizes(width: number, classes: number): readonly number[] {
  const fitting = Math.max(LEAST, Math.min(LARGEST, Math.floor(width / Math.max(1, classes))));
  return [fitting, ...SIZES.filter((size) => size >= fitting * STEP)];
}

/** The place among the sizes at which one can read something. */
export function readableSize(sizes: readonly number[]): number {
  return sizes.findIndex((size) => size >= NUMBERED);
}

/** Return the largest letters, and the first of the ways to write a number, that fit into a width; `widthOf` is that in the largest. */
export function fitNumber(
  ways: readonly string[],
  width: number,
  widthOf: (way: string) => number,
): { readonly text: string; readonly size: number } | null {
  for (const size of FONT_SIZES) {
    const text = ways.find((way) => (widthOf(way) * size) / FONT_SIZES[0] <= width);
    if (text !== undefined) return { text, size };
  }
  return null;
}

/** Where each epoch lies on a sparkline, from 0 to 1. */
export function acrossOf(epochs: readonly number[]): readonly number[] {
  const [first = 0, last = 0] = [epochs[0], epochs.at(-1)];
  return epochs.map((epoch) => (epoch - first) / Math.max(1, last - first));
}

/** What of the matrix is in sight: its box's size, and how far it is scrolled. */
export interface Viewport {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The cell, or the name of a class, at a point of the box; names stay at its edges. Null in the corner and beside the matrix. */
export function cellAt(
  x: number,
  y: number,
  { left, top }: Pick<Viewport, "left" | "top">,
  { size, head }: Layout,
  ordered: readonly number[],
): Cell | null {
  const column = x < head ? -1 : Math.floor((x + left - head) / size);
  const row = y < head ? -1 : Math.floor((y + top - head) / size);
  return cellOf(row, column, ordered);
}

const MOVES: Record<string, readonly [down: number, right: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/** Where a key leads from a cell; null where it stands for nothing. The names of rows and columns are cells too. */
export function cellAfter(cell: Cell, key: string, ordered: readonly number[]): Cell | null {
  const move = MOVES[key];
  if (move === undefined) return null;
  const [row, column] = [placeOf(cell.label, ordered) + move[0], placeOf(cell.predicted, ordered) + move[1]];
  const within = (place: number) => Math.min(ordered.length - 1, Math.max(-1, place));
  return cellOf(within(row), within(column), ordered) ?? cell;
}

export function isSame(one: Cell | null, other: Cell | null): boolean {
  return one?.label === other?.label && one?.predicted === other?.predicted;
}

/** -1 is the names' own row or column. */
export function placeOf(number: number | null, ordered: readonly number[]): number {
  return number === null ? -1 : ordered.indexOf(number);
}

function cellOf(row: number, column: number, ordered: readonly number[]): Cell | null {
  const [label, predicted] = [ordered[row], ordered[column]];
  if (label !== undefined)
    return predicted !== undefined ? { label, predicted } : column === -1 ? { label, predicted: null } : null;
  return predicted !== undefined && row === -1 ? { label: null, predicted } : null;
}
