/** Orders of classes that make a large confusion matrix readable; over all epochs, so that nothing jumps during playback. */
import type { Confusion } from "./confusion.ts";

export const CLASS_ORDERS = ["dataset", "errors", "similarity"] as const;
export type ClassOrder = (typeof CLASS_ORDERS)[number];

export function orderClasses(confusion: Confusion, numbers: readonly number[], order: ClassOrder): readonly number[] {
  if (order === "errors") return byErrors(sharesOverall(confusion), confusion.classes, numbers);
  return order === "similarity" ? bySimilarity(sharesOverall(confusion), confusion.classes, numbers) : numbers;
}

/** Each cell's shares of its true class, summed over the epochs; shape (classes, classes). */
function sharesOverall({ classes, epochs, counts, labeled }: Confusion): Float64Array {
  const shares = new Float64Array(classes * classes);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let at = 0; at < shares.length; at++)
      shares[at] = (shares[at] ?? 0) + (counts[epoch * shares.length + at] ?? 0);
  }
  return shares.map((sum, at) => (sum === 0 ? 0 : sum / (labeled[Math.floor(at / classes)] ?? 0)));
}

/** Put the class with the largest share of misclassified samples first. */
function byErrors(shares: Float64Array, classes: number, numbers: readonly number[]): readonly number[] {
  const right = (number: number) => shares[number * classes + number] ?? 0;
  return numbers.toSorted((a, b) => right(a) - right(b));
}

/**
 * Put confused classes side by side: starting with the most similar pair, join each class to at most two others, then
 * order the resulting chains by their first class in the data set's order.
 */
function bySimilarity(shares: Float64Array, classes: number, numbers: readonly number[]): readonly number[] {
  const chainOf = new Map(numbers.map((number) => [number, [number]]));
  for (const { a, b } of similarPairs(shares, classes, numbers)) {
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

/** Return the pairs of classes that are ever confused, the most similar first: by how often either is predicted as the other. */
function similarPairs(
  shares: Float64Array,
  classes: number,
  numbers: readonly number[],
): { a: number; b: number; similarity: number }[] {
  const share = (label: number, predicted: number) => shares[label * classes + predicted] ?? 0;
  const pairs = numbers.flatMap((a, at) =>
    numbers.slice(at + 1).map((b) => ({ a, b, similarity: share(a, b) + share(b, a) })),
  );
  return pairs.filter(({ similarity }) => similarity > 0).sort((one, other) => other.similarity - one.similarity);
}

function isEnd(chain: readonly number[], number: number): boolean {
  return chain[0] === number || chain.at(-1) === number;
}

/** Put the end that comes earlier in the data set's order first. */
function forwards(chain: readonly number[]): readonly number[] {
  return (chain[0] ?? 0) <= (chain.at(-1) ?? 0) ? chain : chain.toReversed();
}
