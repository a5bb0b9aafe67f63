/** Orders of classes that make a large confusion matrix readable; over all epochs, so that nothing jumps during playback. */
import type { Confusion } from "./confusion.ts";

export const CLASS_ORDERS = ["dataset", "errors", "similarity"] as const;
export type ClassOrder = (typeof CLASS_ORDERS)[number];

export function orderClasses(confusion: Confusion, numbers: readonly number[], order: ClassOrder): readonly number[] {
  if (order === "errors") return byErrors(sharesOverall(confusion), numbers);
  return order === "similarity" ? bySimilarity(sharesOverall(confusion), numbers) : numbers;
}

/** The share of a true class that is predicted as each class, summed over the epochs; only where it is not 0. */
type Shares = ReadonlyMap<number, ReadonlyMap<number, number>>;

function sharesOverall({ epochs, counts, labeled }: Confusion): Shares {
  const shares = new Map<number, Map<number, number>>();
  for (let index = 0; index < epochs; index++) {
    for (const { label, predicted, count } of counts.pairs(index)) {
      const row = shares.get(label) ?? new Map<number, number>();
      row.set(predicted, (row.get(predicted) ?? 0) + count);
      shares.set(label, row);
    }
  }
  for (const [label, row] of shares)
    for (const [predicted, sum] of row) row.set(predicted, sum / (labeled[label] ?? 0));
  return shares;
}

/** Put the class with the largest share of misclassified samples first. */
function byErrors(shares: Shares, numbers: readonly number[]): readonly number[] {
  const right = (number: number) => shares.get(number)?.get(number) ?? 0;
  return numbers.toSorted((a, b) => right(a) - right(b));
}

/**
 * Put confused classes side by side: starting with the most similar pair, join each class to at most two others, then
 * order the resulting chains by their first class in the data set's order.
 */
function bySimilarity(shares: Shares, numbers: readonly number[]): readonly number[] {
  const chainOf = new Map(numbers.map((number) => [number, [number]]));
  for (const { a, b } of similarPairs(shares, numbers)) {
    const [left, right] = [chainOf.get(a) ?? [], chainOf.get(b) ?? []];
    if (left === right || !isEnd(left, a) || !isEnd(right, b)) continue;
    const joined = [
      ...(left.at(-1) === a ? left : left.toReversed()),
      ...(right[0] === b ? right : right.toReversed()),
    ];
    for (const number of joined) chainOf.set(number, joined);
  }
  return [...new Set(numbers.map((number) => chainOf.get(number) ?? []))].flatMap(forwards);
}

interface Similarity {
  /** The class that comes earlier in the data set's order, and the other. */
  readonly a: number;
  readonly b: number;
  readonly similarity: number;
}

/** Return the pairs of classes that are ever confused, the most similar first: by how often either is predicted as the other. */
function similarPairs(shares: Shares, numbers: readonly number[]): Similarity[] {
  const share = (label: number, predicted: number) => shares.get(label)?.get(predicted) ?? 0;
  const given = new Set(numbers);
  const pairs = numbers.flatMap((label) =>
    [...(shares.get(label)?.keys() ?? [])]
      // A pair that is confused both ways is in the row of its earlier class.
      .filter(
        (predicted) =>
          given.has(predicted) && (label < predicted || (label > predicted && share(predicted, label) === 0)),
      )
      .map((predicted) => ({
        a: Math.min(label, predicted),
        b: Math.max(label, predicted),
        similarity: share(label, predicted) + share(predicted, label),
      })),
  );
  return pairs.sort((one, other) => other.similarity - one.similarity || one.a - other.a || one.b - other.b);
}

function isEnd(chain: readonly number[], number: number): boolean {
  return chain[0] === number || chain.at(-1) === number;
}

/** Put the end that comes earlier in the data set's order first. */
function forwards(chain: readonly number[]): readonly number[] {
  return (chain[0] ?? 0) <= (chain.at(-1) ?? 0) ? chain : chain.toReversed();
}
