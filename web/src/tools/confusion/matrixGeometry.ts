/** The geometry of the matrix: cell sizes, the cell at a point, and the cell that the arrow keys move to; in CSS pixels. */
import type { Cell } from "./confusion.ts";

export interface Geometry {
  /** The side of a cell. */
  readonly size: number;
  /** The space for the class names, on both axes. */
  readonly head: number;
}

/** The cell sizes from which a name fits beside a row, a number into a cell, and a sparkline below the number. */
export const NAMED = 12,
  NUMBERED = 14,
  SPARKLINED = 24;
/** For names as short as digits and letters, which fit above a narrow column without rotation; and for longer ones. */
export const SHORT_HEAD = 28;
const LONG_HEAD = 72,
  SHORT_NAME = 2;

/** For the numbers in cells, the largest first: a small number is better than none. */
export const FONT_SIZES = [10, 9, 8] as const;

const LEAST = 4,
  LARGEST = 56,
  STEP = 1.25;
const SIZES = [16, 24, 32];

export function headFor(names: readonly string[]): number {
  return names.every((name) => name.length <= SHORT_NAME) ? SHORT_HEAD : LONG_HEAD;
}

/** Return the available cell sizes, smallest first: the one at which the whole matrix fits into the width, and larger ones. */
export function cellSizes(width: number, classes: number): readonly number[] {
  const fitting = Math.max(LEAST, Math.min(LARGEST, Math.floor(width / Math.max(1, classes))));
  return [fitting, ...SIZES.filter((size) => size >= fitting * STEP)];
}

/** Return the index of the smallest size at which numbers are readable. */
export function readableSize(sizes: readonly number[]): number {
  return sizes.findIndex((size) => size >= NUMBERED);
}

/** Return the first of the ways to write a number that fits into a width, and its largest font size; `widthOf` measures at the largest one. */
export function fitNumber(
  ways: readonly string[],
  width: number,
  widthOf: (way: string) => number,
): { readonly text: string; readonly size: number } | null {
  for (const text of ways) {
    const size = FONT_SIZES.find((one) => (widthOf(text) * one) / FONT_SIZES[0] <= width);
    if (size !== undefined) return { text, size };
  }
  return null;
}

/** The visible part of the matrix: the size of its box, and the scroll offsets. */
export interface Viewport {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Return the cell or class name at a point of the box; names stick to its edges. Null in the corner and outside the matrix. */
export function cellAt(
  x: number,
  y: number,
  { left, top }: Pick<Viewport, "left" | "top">,
  { size, head }: Geometry,
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

/** Return the cell that a key moves to; null for other keys. Row and column headers are cells too. */
export function cellAfter(cell: Cell, key: string, ordered: readonly number[]): Cell | null {
  const move = MOVES[key];
  if (move === undefined) return null;
  const [row, column] = [indexIn(cell.label, ordered) + move[0], indexIn(cell.predicted, ordered) + move[1]];
  const clamped = (index: number) => Math.min(ordered.length - 1, Math.max(-1, index));
  return cellOf(clamped(row), clamped(column), ordered) ?? cell;
}

/** Return the row or column of a class; -1 is the headers' own. */
export function indexIn(number: number | null, ordered: readonly number[]): number {
  return number === null ? -1 : ordered.indexOf(number);
}

function cellOf(row: number, column: number, ordered: readonly number[]): Cell | null {
  const [label, predicted] = [ordered[row], ordered[column]];
  if (label !== undefined)
    return predicted !== undefined ? { label, predicted } : column === -1 ? { label, predicted: null } : null;
  return predicted !== undefined && row === -1 ? { label: null, predicted } : null;
}
