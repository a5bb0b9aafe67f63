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
  const left = [...counts];
  for (let sample = labels.length - 1; sample >= 0; sample--) {
    const label = members[sample] === 1 ? labels[sample] : undefined;
    const list = label === undefined ? undefined : lists[label];
    if (label === undefined || list === undefined) continue;
    const place = (left[label] ?? 0) - 1;
    list[place] = sample;
    left[label] = place;
  }
  const classes = [...lists.keys()].filter((number) => lists[number] !== undefined);
  const samples = classes.flatMap((number) => lists[number] ?? []);
  return { classes, samples, total: samples.reduce((sum, list) => sum + list.length, 0) };
}
