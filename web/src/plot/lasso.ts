/** Finds the samples inside a drawn outline, on the interpolated positions that are on screen. */
import type { Moment, PositionTable } from "./positions.ts";

export type Point = readonly [x: number, y: number];

/** Return the drawn samples inside the outline (even-odd rule), given in the wire's units. */
export function samplesInside(
  table: PositionTable,
  moment: Moment,
  outline: readonly Point[],
  isDrawn: (sample: number) => boolean,
): number[] {
  const [xs, ys] = [Float64Array.from(outline, ([x]) => x), Float64Array.from(outline, ([, y]) => y)];
  const [left, right, lower, upper] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const found: number[] = [];
  for (let sample = 0; sample < table.samples; sample++) {
    const [x, y] = table.at(sample, moment);
    if (x >= left && x <= right && y >= lower && y <= upper && isDrawn(sample) && isInside(xs, ys, x, y))
      found.push(sample);
  }
  return found;
}

/** Whether a ray from the point crosses the outline an odd number of times. */
function isInside(xs: Float64Array, ys: Float64Array, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, before = xs.length - 1; i < xs.length; before = i++) {
    const ay = ys[i] ?? 0,
      by = ys[before] ?? 0;
    if (ay > y === by > y) continue;
    const ax = xs[i] ?? 0,
      bx = xs[before] ?? 0;
    if (x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}
