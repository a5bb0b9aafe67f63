/** How a projection that gains epochs goes on: what stays as it was, and the square that all of its epochs lie in. */
import type { Extent, Measure, Projection } from "../api/manifest.ts";
import { commonEpochs } from "./epochs.ts";

const LAST_UNIT = 65535;

/** Return how many epochs a projection begins with that are laid out and measured just as they were before. */
export function commonLayout(before: Projection, now: Projection): number {
  if (before.positions.epoch_path !== now.positions.epoch_path || before.joint_epochs !== now.joint_epochs) return 0;
  const [extents, others] = [extentsOf(before), extentsOf(now)];
  const most = commonEpochs(before.epochs, now.epochs);
  const changed = extents
    .slice(0, most)
    .findIndex((extent, index) => !isSameExtent(extent, others[index]) || !isMeasuredAlike(before, now, index));
  return changed < 0 ? most : changed;
}

/** Return the extent of every epoch. */
export function extentsOf({ epochs, extent, appended_extents: appended }: Projection): Extent[] {
  return epochs.map((_, index) => appended[index - (epochs.length - appended.length)] ?? extent);
}

/** Return the square that all epochs of a projection lie in. */
export function frameOf({ extent, appended_extents: appended }: Projection): Extent {
  return appended.every((one) => isInside(one, extent)) ? extent : squareAround([extent, ...appended]);
}

/** The smallest square around others; its middle is the middle of them all. */
export function squareAround(extents: readonly Extent[]): Extent {
  const [left, right] = [Math.min(...extents.map(({ x }) => x)), Math.max(...extents.map(({ x, size }) => x + size))];
  const [lower, upper] = [Math.min(...extents.map(({ y }) => y)), Math.max(...extents.map(({ y, size }) => y + size))];
  const size = Math.max(right - left, upper - lower) || 1;
  return { x: (left + right - size) / 2, y: (lower + upper - size) / 2, size };
}

/** Return positions (samples, 2) in the units of another extent that holds them: themselves where it is the same. */
export function inExtent(positions: Uint16Array, from: Extent, to: Extent): Uint16Array {
  if (isSameExtent(from, to)) return positions;
  const [scale, units] = [from.size / to.size, LAST_UNIT / to.size];
  const corner = [(from.x - to.x) * units, (from.y - to.y) * units];
  return positions.map((unit, axis) =>
    Math.min(LAST_UNIT, Math.max(0, Math.round(unit * scale + (corner[axis % 2] ?? 0)))),
  );
}

export function isSameExtent(one: Extent, other: Extent | undefined): boolean {
  return one.x === other?.x && one.y === other.y && one.size === other.size;
}

function isInside(one: Extent, other: Extent): boolean {
  const [right, upper] = [other.x + other.size, other.y + other.size];
  return one.x >= other.x && one.y >= other.y && one.x + one.size <= right && one.y + one.size <= upper;
}

/** Another layout of the same setting has other means. */
function isMeasuredAlike({ quality: before }: Projection, { quality: now }: Projection, index: number): boolean {
  const measures = Object.keys(before?.means ?? {}) as Measure[];
  return measures.every((measure) => before?.means[measure][index] === now?.means[measure][index]);
}
