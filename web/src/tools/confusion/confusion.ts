/** Confusion matrices: how often samples of each class were taken for each class, counted at every epoch and read. */
import type { ClassNumbers } from "../../api/manifest.ts";

/** A cell of the matrix. In place of a class, null is every other one: a label alone stands for all its wrong samples. */
export type Cell =
  { readonly label: number; readonly predicted: number | null } | { readonly label: null; readonly predicted: number };

/** What a number is a share of: of the samples with the label (row), or of those predicted so (column). */
export const NORMALIZATIONS = ["count", "row", "column"] as const;
export type Normalization = (typeof NORMALIZATIONS)[number];

type Counts = Uint16Array | Uint32Array;

export interface Confusion {
  readonly classes: number;
  readonly epochs: number;
  /** Shape (epochs, classes, classes): the true class, then the predicted one. */
  readonly counts: Counts;
  /** Samples with each label, shape (classes). */
  readonly labeled: Uint32Array;
  /** Samples predicted as each class, shape (epochs, classes). */
  readonly predicted: Uint32Array;
}

/** Two classes, and how many samples of the one are taken for the other. */
export interface Pair {
  readonly label: number;
  readonly predicted: number;
  readonly count: number;
}

/** What the cells of an epoch show. */
export interface Values {
  /** Shape (classes, classes). */
  readonly values: Float32Array;
  /** The largest on the diagonal, and off it. */
  readonly mostRight: number;
  readonly mostWrong: number;
}

export const NO_VALUES: Values = { values: new Float32Array(), mostRight: 0, mostWrong: 0 };

/** Count the given samples; `predictions` has shape (epochs, samples), `label` (samples). */
export function countConfusion(
  predictions: ClassNumbers,
  label: ClassNumbers,
  counted: Uint32Array,
  classes: number,
): Confusion {
  const epochs = label.length === 0 ? 0 : predictions.length / label.length;
  const size = classes * classes;
  // A hundred epochs of a thousand classes still fit into memory.
  const counts = counted.length > 0xffff ? new Uint32Array(epochs * size) : new Uint16Array(epochs * size);
  for (let place = 0; place < epochs; place++) {
    const predicted = predictions.subarray(place * label.length, (place + 1) * label.length);
    addPairs(predicted, label, counted, classes, counts.subarray(place * size, (place + 1) * size));
  }
  return {
    classes,
    epochs,
    counts,
    labeled: countLabels(label, counted, classes),
    predicted: sumColumns(counts, epochs, classes),
  };
}

/** Count which label goes with which prediction, both of shape (samples), into shape (classes, classes). */
export function addPairs(
  predicted: ClassNumbers,
  label: ClassNumbers,
  counted: Uint32Array,
  classes: number,
  into: Counts,
): void {
  for (const sample of counted) {
    const at = (label[sample] ?? 0) * classes + (predicted[sample] ?? 0);
    into[at] = (into[at] ?? 0) + 1;
  }
}

function countLabels(label: ClassNumbers, counted: Uint32Array, classes: number): Uint32Array {
  const labeled = new Uint32Array(classes);
  for (const sample of counted) labeled[label[sample] ?? 0] = (labeled[label[sample] ?? 0] ?? 0) + 1;
  return labeled;
}

/** Shape (epochs, classes). */
function sumColumns(counts: Counts, epochs: number, classes: number): Uint32Array {
  const sums = new Uint32Array(epochs * classes);
  for (let at = 0; at < counts.length; at++) {
    const column = Math.floor(at / (classes * classes)) * classes + (at % classes);
    sums[column] = (sums[column] ?? 0) + (counts[at] ?? 0);
  }
  return sums;
}

/** How many samples a cell holds at the epoch at a place. */
export function countAt(confusion: Confusion, place: number, { label, predicted }: Cell): number {
  const { classes, counts, labeled } = confusion;
  const one = (row: number, column: number) => counts[(place * classes + row) * classes + column] ?? 0;
  if (label === null) return predictedAt(confusion, place, predicted) - one(predicted, predicted);
  return predicted === null ? (labeled[label] ?? 0) - one(label, label) : one(label, predicted);
}

/** Of how many samples a cell's are a share; a class alone is so of its own samples. */
export function totalAt(
  confusion: Confusion,
  place: number,
  { label, predicted }: Cell,
  normalization: Normalization,
): number {
  if (label === null) return predictedAt(confusion, place, predicted);
  return predicted === null || normalization !== "column"
    ? (confusion.labeled[label] ?? 0)
    : predictedAt(confusion, place, predicted);
}

/** A cell's number as it is shown; a share of nothing is 0. */
export function valueAt(confusion: Confusion, place: number, cell: Cell, normalization: Normalization): number {
  const count = countAt(confusion, place, cell);
  return normalization === "count" || count === 0 ? count : count / totalAt(confusion, place, cell, normalization);
}

/** The cells among the given classes at the epoch at a place. */
export function valuesAt(
  confusion: Confusion,
  place: number,
  numbers: readonly number[],
  normalization: Normalization,
): Values {
  const values = new Float32Array(confusion.classes * confusion.classes);
  let [mostRight, mostWrong] = [0, 0];
  for (const label of numbers) {
    for (const predicted of numbers) {
      const value = valueAt(confusion, place, { label, predicted }, normalization);
      values[label * confusion.classes + predicted] = value;
      if (label === predicted) mostRight = Math.max(mostRight, value);
      else mostWrong = Math.max(mostWrong, value);
    }
  }
  return { values, mostRight, mostWrong };
}

/** A cell's number at every epoch, shape (epochs). */
export function valuesOver(confusion: Confusion, cell: Cell, normalization: Normalization): Float32Array {
  const values = new Float32Array(confusion.epochs);
  for (let place = 0; place < values.length; place++) values[place] = valueAt(confusion, place, cell, normalization);
  return values;
}

function predictedAt({ classes, predicted }: Confusion, place: number, number: number): number {
  return predicted[place * classes + number] ?? 0;
}

/** Whether a sample with this label that is predicted so lies in a cell. */
export function holds({ label, predicted }: Cell, ownLabel: number, ownPredicted: number): boolean {
  const wrong = ownLabel !== ownPredicted;
  return (label === null ? wrong : ownLabel === label) && (predicted === null ? wrong : ownPredicted === predicted);
}

/** All confused pairs of the given classes at an epoch's place, the most frequent first; equals as the data set has them. */
export function confusedPairs(confusion: Confusion, place: number, numbers: readonly number[]): Pair[] {
  const pairs: Pair[] = [];
  for (const label of numbers) {
    for (const predicted of numbers) {
      const count = label === predicted ? 0 : countAt(confusion, place, { label, predicted });
      if (count > 0) pairs.push({ label, predicted, count });
    }
  }
  return pairs.sort((a, b) => b.count - a.count);
}

/** How many samples of the given classes are wrong, and how many of those are taken for another class than the given. */
export function countWrong(
  confusion: Confusion,
  place: number,
  numbers: readonly number[],
): { wrong: number; elsewhere: number } {
  let [wrong, elsewhere] = [0, 0];
  for (const label of numbers) {
    wrong += countAt(confusion, place, { label, predicted: null });
    elsewhere += confusion.labeled[label] ?? 0;
    for (const predicted of numbers) elsewhere -= countAt(confusion, place, { label, predicted });
  }
  return { wrong, elsewhere };
}
