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
  return appended_extents.length === 0 ? extent : squareAround([extent, ...appended_extents]);
}

/** The smallest square around others; its middle is the middle of them all. */
export function squareAround(extents: readonly Extent[]): Extent {
  const [left, right] = [Math.min(...extents.map(({ x }) => x)), Math.max(...extents.map(({ x, size }) => x + size))];
  const [lower, upper] = [Math.min(...extents.map(({ y }) => y)), Math.max(...extents.map(({ y, size }) => y + size))];
  const size = Math.max(right - left, upper - lower) || 1;
  return { x: (left + right - size) / 2, y: (lower + upper - size) / 2, size };
}

/** Return positions (samples, 2) of one extent in the units of another one around it; the same array where they are one. */
export function toExtent(positions: Uint16Array, from: Extent | undefined, to: Extent): Uint16Array {
  if (from === undefined || (from.x === to.x && from.y === to.y && from.size === to.size)) return positions;
  const scale = from.size / to.size;
  const [x, y] = [((from.x - to.x) / to.size) * LAST_UNIT, ((from.y - to.y) / to.size) * LAST_UNIT];
  return positions.map((unit, index) => Math.round(unit * scale + (index % 2 === 0 ? x : y)));
}
