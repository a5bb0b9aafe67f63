/** The squares that positions are quantized in: an epoch that was appended to a projection has a square of its own. */
import type { Extent, Projection } from "./manifest.ts";

const LAST_UNIT = 65535;

/** The extent of each epoch of a projection. */
export function extentsOf({ epochs, extent, appended_extents }: Projection): readonly Extent[] {
  const shared = epochs.length - appended_extents.length;
  return epochs.map((_, index) => appended_extents[index - shared] ?? extent);
}

/** The smallest square around the positions of all epochs of a projection. */
export function wholeExtent({ extent, appended_extents }: Projection): Extent {
  return appended_extents.every((one) => isInside(one, extent)) ? extent : squareAround([extent, ...appended_extents]);
}

/** The smallest square around others; its middle is the middle of them all. */
export function squareAround(extents: readonly Extent[]): Extent {
  const [left, right] = [Math.min(...extents.map(({ x }) => x)), Math.max(...extents.map(({ x, size }) => x + size))];
  const [lower, upper] = [Math.min(...extents.map(({ y }) => y)), Math.max(...extents.map(({ y, size }) => y + size))];
  const size = Math.max(right - left, upper - lower) || 1;
  return { x: (left + right - size) / 2, y: (lower + upper - size) / 2, size };
}

/** Return positions (samples, 2) of one extent in the units of another one around it; the same array where they are one. */
export function toExtent(positions: Uint16Array, from: Extent, to: Extent): Uint16Array {
  if (isSameExtent(from, to)) return positions;
  // An extent without size holds one position, and so does one around it.
  const units = LAST_UNIT / (to.size || 1);
  const scale = from.size / (to.size || 1);
  const [x, y] = [(from.x - to.x) * units, (from.y - to.y) * units];
  return positions.map((unit, index) => clamped(unit * scale + (index % 2 === 0 ? x : y)));
}

export function isSameExtent(one: Extent, other: Extent | undefined): boolean {
  return one.x === other?.x && one.y === other.y && one.size === other.size;
}

function isInside(one: Extent, other: Extent): boolean {
  const [right, upper] = [other.x + other.size, other.y + other.size];
  return one.x >= other.x && one.y >= other.y && one.x + one.size <= right && one.y + one.size <= upper;
}

/** The squares are rounded: a corner may lie a unit outside. */
function clamped(unit: number): number {
  return Math.min(LAST_UNIT, Math.max(0, Math.round(unit)));
}
