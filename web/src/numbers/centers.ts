/** Where the middle of each class is, epoch by epoch. */
import type { Groups } from "./groups.ts";

export interface Centers {
  /** Numbers of the classes that have any sample. */
  readonly classes: readonly number[];
  /** In the wire's units, one array per epoch, each of shape (classes, 2). */
  readonly positions: readonly Uint16Array[];
}

/** Return the mean position of the samples of each class, in every epoch. */
export function centersOf({ classes, samples }: Groups, positions: readonly (Uint16Array | undefined)[]): Centers {
  return {
    classes,
    positions: positions.map((epoch) =>
      Uint16Array.from(samples.flatMap((group) => [meanOf(epoch, group, 0), meanOf(epoch, group, 1)])),
    ),
  };
}

function meanOf(epoch: Uint16Array | undefined, group: Uint32Array, axis: 0 | 1): number {
  const sum = group.reduce((before, sample) => before + (epoch?.[2 * sample + axis] ?? 0), 0);
  return Math.round(sum / group.length);
}
