/** The frame that all projections of a run share: where each one lies in the plot's world, -1 to 1. */
import { squareAround, wholeExtent } from "../api/extents.ts";
import type { Projection } from "../api/manifest.ts";
import type { Rectangle } from "./camera.ts";

/** From the wire's units (0 to 65535) to the world: corner + units * step. */
export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly step: number;
  /** The part of the world that the projection's positions fill at all its epochs. */
  readonly bounds: Rectangle;
}

const LAST_UNIT = 65535;
/** Of the world's side of 2. */
const LEAST_SIDE = 0.1;

/** Where a projection lies that fills the world. */
export const WHOLE_WORLD: Placement = {
  x: -1,
  y: -1,
  step: 2 / LAST_UNIT,
  bounds: { x: 0, y: 0, halfWidth: 1, halfHeight: 1 },
};

/** Return where a projection lies when the smallest square around those of its method fills the world; it may be none of them. */
export function placementOf(projection: Projection, framing: readonly Projection[]): Placement {
  const extent = wholeExtent(projection);
  const alike = framing.filter(({ method }) => method === projection.method);
  const frame = squareAround((alike.length > 0 ? alike : [projection]).map(wholeExtent));
  const scale = 2 / frame.size;
  // A projection that gains epochs keeps the bounds that it was opened with, so that the camera stays; another layout of
  // the same setting has its own.
  const { path, identity } = projection.positions;
  const opened =
    framing.find(({ positions }) => positions.path === path && positions.identity === identity) ?? projection;
  const { x, y, width, height } = opened.bounds ?? { ...extent, width: extent.size, height: extent.size };
  return {
    bounds: rectangleBetween(
      [scale * (x - frame.x) - 1, scale * (y - frame.y) - 1],
      [scale * (x + width - frame.x) - 1, scale * (y + height - frame.y) - 1],
    ),
    x: scale * (extent.x - frame.x) - 1,
    y: scale * (extent.y - frame.y) - 1,
    // An extent without size holds one place, unit 0: any step will do, and picking divides by it.
    step: (scale * (extent.size || frame.size)) / LAST_UNIT,
  };
}

export function toWorld(placement: Placement, x: number, y: number): [x: number, y: number] {
  return [placement.x + x * placement.step, placement.y + y * placement.step];
}

export function toUnits(placement: Placement, x: number, y: number): [x: number, y: number] {
  return [(x - placement.x) / placement.step, (y - placement.y) / placement.step];
}

/** The smallest rectangle around positions of the world, with some margin around a single one; null without positions. */
export function rectangleAround(positions: readonly (readonly [x: number, y: number])[]): Rectangle | null {
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
  return rectangleBetween(least, most);
}

function rectangleBetween(
  [left, lower]: readonly [number, number],
  [right, upper]: readonly [number, number],
): Rectangle {
  return {
    x: (left + right) / 2,
    y: (lower + upper) / 2,
    halfWidth: Math.max(right - left, LEAST_SIDE) / 2,
    halfHeight: Math.max(upper - lower, LEAST_SIDE) / 2,
  };
}
