/** Samples by class. */
import type { ClassNumbers } from "../api/arrays.ts";

export interface Groups {
  /** Numbers of the classes that have any sample, ascending. */
  readonly classes: readonly number[];
  /** The samples of each of these classes, ascending. */
  readonly samples: readonly Uint32Array[];
  /** Samples of all of them. */
  readonly total: number;
}

/** Return the samples (1 in `members`) of each class of `labels`, both of shape (samples). */
export function groupsOf(labels: ClassNumbers, members: Uint8Array): Groups {
  const counts: number[] = [];
  labels.forEach((label, sample) => {
    if (members[sample] === 1) counts[label] = (counts[label] ?? 0) + 1;
  });
  const lists = counts.map((count) => new Uint32Array(count));
  const filled = counts.map(() => 0);
  labels.forEach((label, sample) => {
    const list = members[sample] === 1 ? lists[label] : undefined;
    if (list !== undefined) list[filled[label]!++] = sample;
  });
  const classes = [...lists.keys()].filter((number) => lists[number] !== undefined);
  const samples = classes.flatMap((number) => lists[number] ?? []);
  return { classes, samples, total: samples.reduce((sum, list) => sum + list.length, 0) };
}
