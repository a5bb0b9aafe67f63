/** Where the middle of each class is, epoch by epoch. */
import type { ClassNumbers } from "../api/arrays.ts";

export interface Centers {
  /** Numbers of the classes that have any sample. */
  readonly classes: readonly number[];
  /** In the wire's units, one array per epoch, each of shape (classes, 2). */
  readonly positions: readonly Uint16Array[];
}

/** Return the mean position of the samples (1 in `members`) of each class, in every epoch. */
export function centersOf(
  classes: readonly number[],
  labels: ClassNumbers,
  members: Uint8Array,
  positions: readonly (Uint16Array | undefined)[],
): Centers {
  const counts = new Map<number, number>();
  labels.forEach((label, sample) => {
    if (members[sample] === 1) counts.set(label, (counts.get(label) ?? 0) + 1);
  });
  const there = classes.filter((number) => counts.has(number));
  const placeOf = new Map(there.map((number, place) => [number, place]));
  return {
    classes: there,
    positions: positions.map((epoch) =>
      meansOf(
        epoch ?? new Uint16Array(),
        there.map((number) => counts.get(number) ?? 1),
      ),
    ),
  };

  function meansOf(epoch: Uint16Array, sizes: readonly number[]): Uint16Array {
    const sums = new Float64Array(2 * there.length);
    labels.forEach((label, sample) => {
      const place = members[sample] === 1 ? placeOf.get(label) : undefined;
      if (place === undefined) return;
      sums[2 * place] = (sums[2 * place] ?? 0) + (epoch[2 * sample] ?? 0);
      sums[2 * place + 1] = (sums[2 * place + 1] ?? 0) + (epoch[2 * sample + 1] ?? 0);
    });
    return Uint16Array.from(sums, (sum, at) => Math.round(sum / (sizes[at >> 1] ?? 1)));
  }
}
