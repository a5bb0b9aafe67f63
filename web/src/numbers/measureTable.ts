/** Numbers of every sample at every epoch: how measures are kept, and those that follow from what is kept. */

export interface MeasureTable {
  readonly epochs: readonly number[];
  /** In 1/`steps` of the measure's unit, shape (epochs, samples); what a sample does not have is NaN. */
  readonly values: Uint8Array | Uint16Array | Float32Array;
  readonly steps: number;
}

/** Return the values at an epoch in the measure's unit, shape (samples); null where the table does not have the epoch. */
export function rowAt({ epochs, values, steps }: MeasureTable, epoch: number): Float32Array | null {
  const place = epochs.indexOf(epoch);
  if (place < 0) return null;
  const samples = values.length / epochs.length;
  const row = new Float32Array(values.subarray(place * samples, (place + 1) * samples));
  for (let sample = 0; sample < samples; sample++) row[sample] = (row[sample] ?? 0) / steps;
  return row;
}

/** Return at which epoch each sample was learned, as one knew it at each epoch; what is learned later is NaN until then. */
export function learnedAsKnown(firstLearned: Uint16Array, epochs: readonly number[]): Float32Array {
  const samples = firstLearned.length;
  const known = new Float32Array(epochs.length * samples).fill(NaN);
  epochs.forEach((epoch, place) => {
    for (let sample = 0; sample < samples; sample++) {
      const learned = firstLearned[sample] ?? 0;
      // 65535, which is never, comes after every epoch.
      if (learned <= epoch) known[place * samples + sample] = learned;
    }
  });
  return known;
}

/** Return the sums of steps (epochs, samples) up to each epoch. */
export function summedUp(steps: Uint16Array, samples: number): Float32Array {
  const sums = new Float32Array(steps);
  for (let i = samples; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (sums[i - samples] ?? 0);
  return sums;
}
