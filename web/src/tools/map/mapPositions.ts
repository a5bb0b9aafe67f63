/** Positions of samples on the data map, and the samples near a point or inside a rectangle. */
import type { MeasureTable } from "../../numbers/measureTable.ts";
import { MOST_VARIABILITY } from "../../numbers/scales.ts";
import type { Moment } from "../../plot/positions.ts";
import type { MapTable } from "./DataMapStore.ts";

/** In shares of the map's width and height, from its lower left corner; shape (samples) each. */
export interface MapPositions {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** The sides of a rectangle, in the same shares. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly lower: number;
  readonly upper: number;
}

/** Return the position of each sample at a moment: variability across, confidence up. */
export function positionsAt(
  { confidence, variability, rows, samples }: MapTable,
  { from, to, share }: Moment,
): MapPositions {
  const [before, after] = [(rows[from] ?? 0) * samples, (rows[to] ?? 0) * samples];
  const shares = ({ values, steps }: MeasureTable, most: number) => {
    const positions = new Float32Array(samples);
    for (let sample = 0; sample < samples; sample++) {
      const now = values[before + sample] ?? 0;
      positions[sample] = (now + ((values[after + sample] ?? 0) - now) * share) / steps / most;
    }
    return positions;
  };
  return { x: shares(variability, MOST_VARIABILITY), y: shares(confidence, 1) };
}

/** Return the drawn sample nearest to a point within a reach, in shares of the square map's side; null if there is none. */
export function nearestSample(
  { x, y }: MapPositions,
  [toX, toY]: readonly [x: number, y: number],
  reach: number,
  isDrawn: (sample: number) => boolean,
): number | null {
  let nearest: number | null = null,
    least = reach * reach;
  for (let sample = 0; sample < x.length; sample++) {
    const dx = (x[sample] ?? 0) - toX,
      dy = (y[sample] ?? 0) - toY;
    const distance = dx * dx + dy * dy;
    if (distance > least || !isDrawn(sample)) continue;
    nearest = sample;
    least = distance;
  }
  return nearest;
}

/** Return the drawn samples inside a box, in ascending order. */
export function samplesInBox(
  { x, y }: MapPositions,
  { left, right, lower, upper }: Box,
  isDrawn: (sample: number) => boolean,
): number[] {
  const inside: number[] = [];
  for (let sample = 0; sample < x.length; sample++) {
    const across = x[sample] ?? 0,
      up = y[sample] ?? 0;
    if (across >= left && across <= right && up >= lower && up <= upper && isDrawn(sample)) inside.push(sample);
  }
  return inside;
}
