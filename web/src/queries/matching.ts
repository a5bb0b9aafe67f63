/** Evaluates a query: one pass over the samples per condition. */
import type { ClassNumbers } from "../api/arrays.ts";
import type { Measures } from "../numbers/measureTable.ts";
import type { Condition, ExtremeCondition, PredictedAs, RangeCondition, RankedMeasure, Term } from "./condition.ts";
import { boundOf } from "./extremes.ts";

/** The data that conditions are evaluated on; arrays have shape (samples). */
export interface SampleData {
  /** The epoch shown. */
  readonly epoch: number;
  /** All epochs of the run. */
  readonly epochs: readonly number[];
  readonly label: ClassNumbers;
  readonly split: Uint8Array;
  /** The classes of a column at an epoch; null until they are loaded. */
  readonly columnAt: (name: string, epoch: number) => Uint16Array | null;
  /** Null until they are loaded. */
  readonly texts: () => readonly string[] | null;
  /** Null until it is loaded. */
  readonly predictedAt: (epoch: number) => ClassNumbers | null;
  /** Null until they are loaded; NaN where a sample has no value. */
  readonly valuesAt: (measure: RankedMeasure, epoch: number) => Measures | null;
}

type Matches = Uint8Array<ArrayBuffer>;

/** Return 1 where every term holds, shape (samples); null until the data it needs are loaded. */
export function matchAll(terms: readonly Term[], data: SampleData): Matches | null {
  const all = new Uint8Array(data.label.length).fill(1);
  for (const { condition, not } of terms) {
    const matches = matchesOf(condition, data);
    if (matches === null) return null;
    keepWhere(all, matches, not ? 0 : 1);
  }
  return all;
}

/** Return 1 where a condition holds, shape (samples). At an epoch that is not in the run, nothing is right or wrong. */
export function matchesOf(condition: Condition, data: SampleData): Matches | null {
  switch (condition.kind) {
    case "wrong":
      return correctnessAt(data, data.epoch, false);
    case "right":
      return correctnessAt(data, data.epoch, true);
    case "right_then_wrong":
      return both(correctnessAt(data, condition.right, true), correctnessAt(data, condition.wrong, false));
    case "never_learned":
      return where(data.valuesAt("first_learned", data.epoch), Number.isNaN);
    case "learned":
      return where(data.valuesAt("first_learned", data.epoch), (learned) => learned <= condition.by);
    case "forgotten":
      return where(data.valuesAt("forgotten", data.epoch), (times) => times >= condition.times);
    case "label":
      return predictedAsAt(data, condition.label, condition.predicted);
    case "predicted":
      return where(data.predictedAt(data.epoch), (predicted) => predicted === condition.predicted);
    case "sample":
      return amongSamples(condition.samples, data.label.length);
    case "split":
      return where(data.split, (split) => split === condition.split);
    case "column":
      return where(data.columnAt(condition.column, data.epoch), (value) => value === condition.value);
    case "text":
      return containing(condition.words, data.texts());
    case "extreme":
      return atAnEnd(condition, data.valuesAt(condition.measure, data.epoch));
    case "range":
      return inRange(condition, data.valuesAt(condition.measure, data.epoch));
  }
}

function correctnessAt({ epochs, label, predictedAt }: SampleData, epoch: number, right: boolean): Matches | null {
  if (!epochs.includes(epoch)) return new Uint8Array(label.length);
  return where(predictedAt(epoch), (predicted, sample) => (predicted === label[sample]) === right);
}

function predictedAsAt({ epoch, label, predictedAt }: SampleData, number: number, as: PredictedAs): Matches | null {
  if (as === "any") return where(label, (one) => one === number);
  const matches =
    as === "other" ? (predicted: number) => predicted !== number : (predicted: number) => predicted === as;
  return where(predictedAt(epoch), (predicted, sample) => label[sample] === number && matches(predicted));
}

/** A bound that is not rounded the same way as 32-bit floats would exclude values equal to it. */
function inRange({ least, most }: RangeCondition, values: Measures | null): Matches | null {
  const rounded = values instanceof Float32Array ? Math.fround : Number;
  const [from, to] = [rounded(least ?? -Infinity), rounded(most ?? Infinity)];
  return where(values, (value) => value >= from && value <= to);
}

function atAnEnd(condition: ExtremeCondition, values: Measures | null): Matches | null {
  if (values === null) return null;
  const bound = boundOf(condition, values);
  if (bound === null) return new Uint8Array(values.length);
  return where(values, condition.end === "high" ? (value) => value >= bound : (value) => value <= bound);
}

function containing(words: string, texts: readonly string[] | null): Matches | null {
  const sought = words.toLowerCase();
  return texts && Uint8Array.from(texts, (text) => Number(text.toLowerCase().includes(sought)));
}

function amongSamples(samples: readonly number[], total: number): Matches {
  const matches = new Uint8Array(total);
  for (const sample of samples) matches[sample] = 1;
  return matches;
}

function where(
  values: ClassNumbers | Measures | null,
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

function keepWhere(result: Matches, matches: Matches, value: 0 | 1): void {
  for (let sample = 0; sample < result.length; sample++) if (matches[sample] !== value) result[sample] = 0;
}
