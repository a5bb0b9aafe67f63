/** Which samples a query finds: one pass over the samples for each of its conditions. */
import type { ClassNumbers } from "../api/manifest.ts";
import type { SampleMeasure } from "../numbers/measures.ts";
import type { Condition, RangeCondition, TakenFor, Term } from "./condition.ts";

/** What is known of all samples; arrays are of shape (samples). */
export interface Known {
  /** The one shown. */
  readonly epoch: number;
  /** Those of the run. */
  readonly epochs: readonly number[];
  readonly label: ClassNumbers;
  readonly split: Uint8Array;
  /** Null while it is not here. */
  readonly predictedAt: (epoch: number) => ClassNumbers | null;
  /** Null while they are not here; NaN where a sample has none. */
  readonly valuesAt: (measure: SampleMeasure, epoch: number) => Float32Array | null;
}

type Matches = Uint8Array<ArrayBuffer>;

/** Return 1 where every term holds, shape (samples); null while something that it takes is not here. */
export function matchAll(terms: readonly Term[], known: Known): Matches | null {
  const all = new Uint8Array(known.label.length).fill(1);
  for (const { condition, not } of terms) {
    const matches = matchesOf(condition, known);
    if (matches === null) return null;
    keepWhere(all, matches, not ? 0 : 1);
  }
  return all;
}

/** Return 1 where a condition holds, shape (samples). At an epoch that the run has not, nothing was right or wrong. */
export function matchesOf(condition: Condition, known: Known): Matches | null {
  switch (condition.kind) {
    case "wrong":
      return verdictsAt(known, known.epoch, false);
    case "right":
      return verdictsAt(known, known.epoch, true);
    case "right_then_wrong":
      return both(verdictsAt(known, condition.right, true), verdictsAt(known, condition.wrong, false));
    case "never_learned":
      return where(known.valuesAt("first_learned", known.epoch), Number.isNaN);
    case "learned":
      return where(known.valuesAt("first_learned", known.epoch), (learned) => learned <= condition.by);
    case "forgotten":
      return where(known.valuesAt("forgotten", known.epoch), (times) => times >= condition.times);
    case "label":
      return takenAt(known, condition.label, condition.taken);
    case "split":
      return where(known.split, (split) => split === condition.split);
    case "range":
      return inRange(condition, known.valuesAt(condition.measure, known.epoch));
  }
}

function verdictsAt({ epochs, label, predictedAt }: Known, epoch: number, right: boolean): Matches | null {
  if (!epochs.includes(epoch)) return new Uint8Array(label.length);
  return where(predictedAt(epoch), (predicted, sample) => (predicted === label[sample]) === right);
}

function takenAt({ epoch, label, predictedAt }: Known, number: number, taken: TakenFor): Matches | null {
  if (taken === "any") return where(label, (one) => one === number);
  const isTaken =
    taken === "other" ? (predicted: number) => predicted !== number : (predicted: number) => predicted === taken;
  return where(predictedAt(epoch), (predicted, sample) => label[sample] === number && isTaken(predicted));
}

/** The values are 32-bit floats: an end that is not rounded alike would leave out what lies on it. */
function inRange({ least, most }: RangeCondition, values: Float32Array | null): Matches | null {
  const [from, to] = [Math.fround(least ?? -Infinity), Math.fround(most ?? Infinity)];
  return where(values, (value) => value >= from && value <= to);
}

function where(
  values: ClassNumbers | Float32Array | null,
  holds: (value: number, sample: number) => boolean,
): Matches | null {
  if (values === null) return null;
  const matches = new Uint8Array(values.length);
  for (let sample = 0; sample < values.length; sample++) matches[sample] = holds(values[sample] ?? NaN, sample) ? 1 : 0;
  return matches;
}

function both(one: Matches | null, other: Matches | null): Matches | null {
  if (one === null || other === null) return null;
  keepWhere(one, other, 1);
  return one;
}

function keepWhere(kept: Matches, matches: Matches, wanted: 0 | 1): void {
  for (let sample = 0; sample < kept.length; sample++) if (matches[sample] !== wanted) kept[sample] = 0;
}
