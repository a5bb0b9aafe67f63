/** Confusion matrices: counts how often each class is predicted as each class, at every epoch. */
import type { ClassNumbers } from "../../api/arrays.ts";

/** A cell of the matrix. Null means every other class: a label alone is all its misclassified samples. */
export type Cell =
  { readonly label: number; readonly predicted: number | null } | { readonly label: null; readonly predicted: number };

/** What a share refers to: the samples with the label (row), or those with the prediction (column). */
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

/** Two classes, and how many samples of one are predicted as the other. */
export interface Pair {
  readonly label: number;
  readonly predicted: number;
  readonly count: number;
}

/** The values of the cells at an epoch. */
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
  for (let index = 0; index < epochs; index++) {
    const predicted = predictions.subarray(index * label.length, (index + 1) * label.length);
    addPairs(predicted, label, counted, classes, counts.subarray(index * size, (index + 1) * size));
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

/** Return the number of samples in a cell at the epoch with this index. */
export function cellCount(confusion: Confusion, index: number, { label, predicted }: Cell): number {
  const { classes, counts, labeled } = confusion;
  const one = (row: number, column: number) => counts[(index * classes + row) * classes + column] ?? 0;
  if (label === null) return predictedAt(confusion, index, predicted) - one(predicted, predicted);
  return predicted === null ? (labeled[label] ?? 0) - one(label, label) : one(label, predicted);
}

/** Return the number of samples that a cell's share refers to; for a class alone, its own samples. */
export function cellTotal(
  confusion: Confusion,
  index: number,
  { label, predicted }: Cell,
  normalization: Normalization,
): number {
  if (label === null) return predictedAt(confusion, index, predicted);
  return predicted === null || normalization !== "column"
    ? (confusion.labeled[label] ?? 0)
    : predictedAt(confusion, index, predicted);
}

/** Return a cell's value as displayed; a share of nothing is 0. */
export function cellValue(confusion: Confusion, index: number, cell: Cell, normalization: Normalization): number {
  const count = cellCount(confusion, index, cell);
  return normalization === "count" || count === 0 ? count : count / cellTotal(confusion, index, cell, normalization);
}

/** Return the values of the cells of the given classes at the epoch with this index. */
export function matrixValues(
  confusion: Confusion,
  index: number,
  numbers: readonly number[],
  normalization: Normalization,
): Values {
  const values = new Float32Array(confusion.classes * confusion.classes);
  let [mostRight, mostWrong] = [0, 0];
  for (const label of numbers) {
    for (const predicted of numbers) {
      const value = cellValue(confusion, index, { label, predicted }, normalization);
      values[label * confusion.classes + predicted] = value;
      if (label === predicted) mostRight = Math.max(mostRight, value);
      else mostWrong = Math.max(mostWrong, value);
    }
  }
  return { values, mostRight, mostWrong };
}

/** Return a cell's value at every epoch, shape (epochs). */
export function cellHistory(confusion: Confusion, cell: Cell, normalization: Normalization): Float32Array {
  const values = new Float32Array(confusion.epochs);
  for (let index = 0; index < values.length; index++) values[index] = cellValue(confusion, index, cell, normalization);
  return values;
}

function predictedAt({ classes, predicted }: Confusion, index: number, number: number): number {
  return predicted[index * classes + number] ?? 0;
}

/** Whether a sample with this label and prediction is in a cell. */
export function holds({ label, predicted }: Cell, ownLabel: number, ownPredicted: number): boolean {
  const wrong = ownLabel !== ownPredicted;
  return (label === null ? wrong : ownLabel === label) && (predicted === null ? wrong : ownPredicted === predicted);
}

/** Return the confused pairs of the given classes at the epoch with this index, the most frequent first; ties are in the data set's order. */
export function confusedPairs(confusion: Confusion, index: number, numbers: readonly number[]): Pair[] {
  const pairs: Pair[] = [];
  for (const label of numbers) {
    for (const predicted of numbers) {
      const count = label === predicted ? 0 : cellCount(confusion, index, { label, predicted });
      if (count > 0) pairs.push({ label, predicted, count });
    }
  }
  return pairs.sort((a, b) => b.count - a.count);
}

/** Count the misclassified samples of the given classes, and those of them predicted as a class that is not given. */
export function countWrong(
  confusion: Confusion,
  index: number,
  numbers: readonly number[],
): { wrong: number; elsewhere: number } {
  let [wrong, elsewhere] = [0, 0];
  for (const label of numbers) {
    wrong += cellCount(confusion, index, { label, predicted: null });
    elsewhere += confusion.labeled[label] ?? 0;
    for (const predicted of numbers) elsewhere -= cellCount(confusion, index, { label, predicted });
  }
  return { wrong, elsewhere };
}
