/** How the units of a layer stand to a class: what each contributes to its logit, and which count for and against it. */
import type { PlacedLayer } from "../layers.ts";

/** Units in the order of their values, the highest first; those that are 0 are in neither. */
export interface Sides {
  readonly positive: readonly number[];
  readonly negative: readonly number[];
}

/** What makes up a logit. */
export interface Balance {
  readonly positive: number;
  readonly negative: number;
  readonly bias: number;
  /** Of all three. */
  readonly sum: number;
  /** What the network itself answers. */
  readonly logit: number;
  /** Whether the sum is the logit: not where maps are flattened, whose positions have weights of their own. */
  readonly addsUp: boolean;
}

/** Relative to all that is added: activations and weights have seven digits. */
const CLOSE = 1e-4;

/** Return activations times weights, (units). */
export function contributionsOf(units: Float32Array, weights: Float32Array): Float32Array {
  return units.map((unit, at) => unit * (weights[at] ?? 0));
}

export function sidesOf(values: Float32Array): Sides {
  const sorted = sortedBy(values);
  return {
    positive: sorted.filter((unit) => (values[unit] ?? 0) > 0),
    negative: sorted.filter((unit) => (values[unit] ?? 0) < 0),
  };
}

/** Return the units in the order of their values, the highest first. */
export function sortedBy(values: Float32Array): readonly number[] {
  return Array.from(values.keys()).sort((one, other) => (values[other] ?? 0) - (values[one] ?? 0));
}

export function balanceOf(contributions: Float32Array, bias: number, logit: number): Balance {
  let [positive, negative] = [0, 0];
  for (const one of contributions) {
    if (one > 0) positive += one;
    else negative += one;
  }
  const sum = positive + negative + bias;
  const addsUp = Math.abs(sum - logit) <= CLOSE * (1 + positive - negative + Math.abs(bias));
  return { positive, negative, bias, sum, logit, addsUp };
}

/** Return the mean of each row of cells, (rows); the cells after the last unit are NaN. */
export function rowMeans(values: Float32Array, columns: number): Float32Array {
  return Float32Array.from({ length: values.length / columns }, (_, row) => {
    const cells = values.subarray(row * columns, (row + 1) * columns).filter((value) => !Number.isNaN(value));
    return cells.reduce((sum, value) => sum + value, 0) / cells.length;
  });
}

/**
 * Return the layer that is shown first: the last one whose units are what the last dense layer is given, one whose
 * recorded samples are known before others; where none is, the last vector before the answer.
 */
export function mainLayer(layers: readonly PlacedLayer[]): PlacedLayer | null {
  const weighing = layers.filter(({ weighs }) => weighs);
  // Maps that are flattened are fewer than what the dense layer is given.
  const inputs = Math.max(...weighing.map(({ count }) => count));
  const whole = weighing.filter(({ count }) => count === inputs);
  const vectors = layers.filter(({ isVector }) => isVector);
  return (
    whole.findLast(({ recorded }) => recorded !== null) ?? whole.at(-1) ?? vectors.at(-2) ?? vectors.at(-1) ?? null
  );
}
