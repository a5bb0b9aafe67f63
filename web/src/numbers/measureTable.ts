/** Numbers of every sample at every epoch: how measures are kept, and those that follow from what is kept. */

/** Numbers in a measure's unit; epochs that are steps of a long training take more digits than the shorter type has. */
export type Measures = Float32Array | Float64Array;

/** Up to here, the shorter type has every integer. */
const LAST_EXACT = 2 ** 24;

export interface MeasureTable {
  /** Null where the values are the same at all epochs. */
  readonly epochs: readonly number[] | null;
  /** In 1/`steps` of the measure's unit, shape (epochs, samples), or (samples); what a sample does not have is NaN. */
  readonly values: Uint8Array | Uint16Array | Measures;
  readonly steps: number;
}

/** Return the values at an epoch in the measure's unit, shape (samples); null where the table does not have the epoch. */
export function rowAt(table: MeasureTable, epoch: number): Measures | null {
  const { values, steps } = table;
  const [place, samples] = [placeIn(table, epoch), samplesIn(table)];
  if (place < 0) return null;
  const part = values.subarray(place * samples, (place + 1) * samples);
  const row = part instanceof Float64Array ? new Float64Array(part) : new Float32Array(part);
  for (let sample = 0; sample < samples; sample++) row[sample] = (row[sample] ?? 0) / steps;
  return row;
}

/** Return which row of a table is that of an epoch; a negative number where it has none. */
export function placeIn({ epochs }: MeasureTable, epoch: number): number {
  return epochs === null ? 0 : epochs.indexOf(epoch);
}

export function samplesIn({ epochs, values }: MeasureTable): number {
  return values.length / (epochs?.length ?? 1);
}

/** Return at which epoch each sample was learned, given its place, as one knew it at each epoch; what is learned later is NaN until then. */
export function learnedAsKnown(firstLearned: Uint16Array, epochs: readonly number[]): Measures {
  const samples = firstLearned.length;
  const Numbers = Math.max(...epochs) > LAST_EXACT ? Float64Array : Float32Array;
  const known = new Numbers(epochs.length * samples).fill(NaN);
  for (let place = 0; place < epochs.length; place++)
    for (let sample = 0; sample < samples; sample++) {
      const learned = firstLearned[sample] ?? 0;
      // 65535, which is never, comes after every place.
      if (learned <= place) known[place * samples + sample] = epochs[learned] ?? NaN;
    }
  return known;
}

/** Return the sums of steps (epochs, samples) up to each epoch. */
export function summedUp(steps: Uint16Array, samples: number): Float32Array {
  const sums = new Float32Array(steps);
  for (let i = samples; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (sums[i - samples] ?? 0);
  return sums;
}
