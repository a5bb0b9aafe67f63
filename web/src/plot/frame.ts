/** The frame that all projections of a run share: how each one's square lies in the plot's world, -1 to 1. */
import { squareAround, wholeExtent } from "../api/extents.ts";
import type { Projection } from "../api/manifest.ts";
import type { Square } from "./camera.ts";

/** From the wire's units (0 to 65535) to the world: corner + units * step. */
export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly step: number;
}

const LAST_UNIT = 65535;
/** Of the world's side of 2. */
const LEAST_SIDE = 0.1;

/** Where a projection lies that fills the world. */
export const WHOLE_WORLD: Placement = { x: -1, y: -1, step: 2 / LAST_UNIT };

/** Return where a projection lies when the smallest square around those of its method fills the world; it may be none of them. */
export function placementOf(projection: Projection, framing: readonly Projection[]): Placement {
  const extent = wholeExtent(projection);
  const alike = framing.filter(({ method }) => method === projection.method);
  const frame = squareAround((alike.length > 0 ? alike : [projection]).map(wholeExtent));
  return {
    x: (2 * (extent.x - frame.x)) / frame.size - 1,
    y: (2 * (extent.y - frame.y)) / frame.size - 1,
    // An extent without size holds one place, unit 0: any step will do, and picking divides by it.
    step: (2 * (extent.size || frame.size)) / frame.size / LAST_UNIT,
  };
}

export function toWorld(placement: Placement, x: number, y: number): [x: number, y: number] {
  return [placement.x + x * placement.step, placement.y + y * placement.step];
}

export function toUnits(placement: Placement, x: number, y: number): [x: number, y: number] {
  return [(x - placement.x) / placement.step, (y - placement.y) / placement.step];
}

/** The middle of a projection's square in the world, and half of its side. */
export function squareOf(placement: Placement): Square {
  const [x, y] = toWorld(placement, LAST_UNIT / 2, LAST_UNIT / 2);
  return { x, y, half: (placement.step * LAST_UNIT) / 2 };
}

/** The smallest square around positions of the world, with some margin around a single one; null without positions. */
export function squareAroundPositions(positions: readonly (readonly [x: number, y: number])[]): Square | null {
  if (positions.length === 0) return null;
  const [least, most] = [
    [Infinity, Infinity],
    [-Infinity, -Infinity],
  ] as [[number, number], [number, number]];
  for (const [x, y] of positions) {
    least[0] = Math.min(least[0], x);
    least[1] = Math.min(least[1], y);
    most[0] = Math.max(most[0], x);
    most[1] = Math.max(most[1], y);
  }
  const half = Math.max(most[0] - least[0], most[1] - least[1], LEAST_SIDE) / 2;
  return { x: (least[0] + most[0]) / 2, y: (least[1] + most[1]) / 2, half };
}
