/** Orders of classes in which a large confusion matrix shows something; over all epochs, so that nothing jumps while it plays. */
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
  for (let place = 0; place < epochs; place++) {
    for (let at = 0; at < shares.length; at++)
      shares[at] = (shares[at] ?? 0) + (counts[place * shares.length + at] ?? 0);
  }
  return shares.map((sum, at) => (sum === 0 ? 0 : sum / (labeled[Math.floor(at / classes)] ?? 0)));
}

/** The class with the largest share of wrong samples first: the one with the smallest share of right ones. */
function byErrors(shares: Float64Array, classes: number, numbers: readonly number[]): readonly number[] {
  const right = (number: number) => shares[number * classes + number] ?? 0;
  return numbers.toSorted((a, b) => right(a) - right(b));
}

/**
 * Classes that are confused with each other side by side: the most similar pair first, each class is joined to up to two
 * others, and the chains that come of it follow each other by their first class in the data set's order.
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

/** Pairs of classes that are ever confused, the most similar first: how often the one is taken for the other and back. */
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

/** The end that comes earlier in the data set's order goes first. */
function forwards(chain: readonly number[]): readonly number[] {
  return (chain[0] ?? 0) <= (chain.at(-1) ?? 0) ? chain : chain.toReversed();
}
