/** How densely positions lie: counts in square cells, smoothed. */

/** The wire's units go from 0 to one below this. */
export const UNITS = 65536;

/** Cells of one side each, the first of which begins at (x, y); lengths are in the wire's units. */
export interface Cells {
  readonly x: number;
  readonly y: number;
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
  /** Shape (rows, columns). */
  readonly values: Float32Array<ArrayBuffer>;
}

/** Count positions, given one by one, in cells; each one counts for the four cells that it is nearest to. */
export function countIn(cells: Cells, x: number, y: number): void {
  const { columns, rows, values } = cells;
  const [across, down] = [(x - cells.x) / cells.cell - 0.5, (y - cells.y) / cells.cell - 0.5];
  const [column, row] = [Math.floor(across), Math.floor(down)];
  if (column < 0 || row < 0 || column + 1 >= columns || row + 1 >= rows) return;
  const [right, below, at] = [across - column, down - row, row * columns + column];
  values[at] = (values[at] ?? 0) + (1 - right) * (1 - below);
  values[at + 1] = (values[at + 1] ?? 0) + right * (1 - below);
  values[at + columns] = (values[at + columns] ?? 0) + (1 - right) * below;
  values[at + columns + 1] = (values[at + columns + 1] ?? 0) + right * below;
}

/** Replace each value by a mean around it, nearly Gaussian, whose standard deviation is about `radius` cells. */
export function smooth({ columns, rows, values }: Cells, radius: number): void {
  const other = new Float32Array(values.length);
  for (let pass = 0; pass < 3; pass++) {
    blur(values, other, rows, columns, columns, 1, radius);
    blur(other, values, columns, 1, rows, columns, radius);
  }
}

/** The mean over `2 * radius + 1` cells along each line; what lies beyond an end is 0. */
function blur(
  from: Float32Array,
  to: Float32Array,
  lines: number,
  toNextLine: number,
  length: number,
  toNext: number,
  radius: number,
): void {
  const share = 1 / (2 * radius + 1);
  for (let line = 0; line < lines; line++) {
    const begin = line * toNextLine;
    let sum = 0;
    for (let at = 0; at < Math.min(radius, length); at++) sum += from[begin + at * toNext] ?? 0;
    for (let at = 0; at < length; at++) {
      if (at + radius < length) sum += from[begin + (at + radius) * toNext] ?? 0;
      to[begin + at * toNext] = sum * share;
      if (at >= radius) sum -= from[begin + (at - radius) * toNext] ?? 0;
    }
  }
}
