/** Confusion matrices: counts how often each class is predicted as each class, at every epoch. */
import type { ClassNumbers } from "../../api/arrays.ts";
import { pairCounts } from "./pairCounts.ts";
import type { Pair, PairCounts } from "./pairCounts.ts";

/** A cell of the matrix. Null means every other class: a label alone is all its misclassified samples. */
export type Cell =
  { readonly label: number; readonly predicted: number | null } | { readonly label: null; readonly predicted: number };

/** What a share refers to: the samples with the label (row), or those with the prediction (column). */
export const NORMALIZATIONS = ["count", "row", "column"] as const;
export type Normalization = (typeof NORMALIZATIONS)[number];

export interface Confusion {
  readonly classes: number;
  readonly epochs: number;
  readonly counts: PairCounts;
  /** Samples with each label, shape (classes). */
  readonly labeled: Uint32Array;
  /** Samples predicted as each class, shape (epochs, classes). */
  readonly predicted: Uint32Array;
}

/** The largest values of cells at an epoch: on the diagonal, and off it. */
export interface Largest {
  readonly mostRight: number;
  readonly mostWrong: number;
}

/** Count the given samples; `predictions` has shape (epochs, samples), `label` (samples). */
export function countConfusion(
  predictions: ClassNumbers,
  label: ClassNumbers,
  counted: Uint32Array,
  classes: number,
): Confusion {
  const epochs = label.length === 0 ? 0 : predictions.length / label.length;
  const counts = pairCounts(classes, epochs, counted.length);
  const [labeled, predicted] = [new Uint32Array(classes), new Uint32Array(epochs * classes)];
  for (const sample of counted) increment(labeled, label[sample] ?? 0);
  for (let index = 0; index < epochs; index++) {
    for (const sample of counted) {
      const prediction = predictions[index * label.length + sample] ?? 0;
      counts.add(index, label[sample] ?? 0, prediction);
      increment(predicted, index * classes + prediction);
    }
  }
  return { classes, epochs, counts, labeled, predicted };
}

function increment(numbers: Uint32Array, at: number): void {
  numbers[at] = (numbers[at] ?? 0) + 1;
}

/** Return the number of samples in a cell at the epoch with this index. */
export function cellCount(confusion: Confusion, index: number, { label, predicted }: Cell): number {
  const { counts, labeled } = confusion;
  if (label === null) return predictedAt(confusion, index, predicted) - counts.at(index, predicted, predicted);
  return predicted === null
    ? (labeled[label] ?? 0) - counts.at(index, label, label)
    : counts.at(index, label, predicted);
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

/** Return the largest values of the cells of the given classes at the epoch with this index. */
export function largestValues(
  confusion: Confusion,
  index: number,
  numbers: readonly number[],
  normalization: Normalization,
): Largest {
  let [mostRight, mostWrong] = [0, 0];
  for (const pair of pairsOf(confusion, index, numbers)) {
    const value = cellValue(confusion, index, pair, normalization);
    if (pair.label === pair.predicted) mostRight = Math.max(mostRight, value);
    else mostWrong = Math.max(mostWrong, value);
  }
  return { mostRight, mostWrong };
}

/** Return the pairs of the given classes that occur at the epoch with this index. */
function pairsOf({ counts }: Confusion, index: number, numbers: readonly number[]): Pair[] {
  const given = new Set(numbers);
  return [...counts.pairs(index)].filter(({ label, predicted }) => given.has(label) && given.has(predicted));
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
  const confused = pairsOf(confusion, index, numbers).filter(({ label, predicted }) => label !== predicted);
  return confused.sort((a, b) => b.count - a.count || a.label - b.label || a.predicted - b.predicted);
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
  }
  for (const { count } of pairsOf(confusion, index, numbers)) elsewhere -= count;
  return { wrong, elsewhere };
}
