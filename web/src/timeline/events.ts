/** What happens at each step of a training, counted from the predictions of all epochs. */
import type { ClassNumbers } from "../api/arrays.ts";
import type { Metric } from "../api/manifest.ts";

/** Predictions at all epochs, and which samples count. */
export interface TrainingRecord {
  /** Shape (epochs, samples). */
  readonly predicted: ClassNumbers;
  /** Shape (samples). */
  readonly label: ClassNumbers;
  /** 1 where a sample counts, shape (samples). */
  readonly counted: Uint8Array;
  readonly epochs: number;
}

/** How many samples were learned and forgotten since the epoch before: shape (epochs) each, 0 at the first. */
export interface Flips {
  readonly learned: Uint32Array;
  readonly forgotten: Uint32Array;
}

/** A learning rate steps where it changes by this factor from one epoch to the next after having been nearly constant. */
const RATE_STEP = 2,
  NEARLY_THE_SAME = 1.25;
/** A burst exceeds the median of the steps by this many median absolute deviations, scaled to a normal distribution. */
const OUTSTANDING = 3;
const NORMAL = 1.4826;
/** The smallest share of the samples that counts as a burst, however quiet the other epochs are. */
const LEAST_BURST = 0.01;

export function flipsOf({ predicted, label, counted, epochs }: TrainingRecord): Flips {
  const samples = label.length;
  const [learned, forgotten] = [new Uint32Array(epochs), new Uint32Array(epochs)];
  for (let index = 1; index < epochs; index++) {
    const now = index * samples,
      before = now - samples;
    for (let sample = 0; sample < samples; sample++) {
      if (counted[sample] === 0) continue;
      const [was, is] = [predicted[before + sample] === label[sample], predicted[now + sample] === label[sample]];
      if (is && !was) learned[index] = (learned[index] ?? 0) + 1;
      if (was && !is) forgotten[index] = (forgotten[index] ?? 0) + 1;
    }
  }
  return { learned, forgotten };
}

/** Return the samples learned (or forgotten) at a step, ascending. */
export function flippedAt(
  { predicted, label, counted }: TrainingRecord,
  index: number,
  into: "learned" | "forgotten",
): number[] {
  const now = index * label.length,
    before = now - label.length;
  const found: number[] = [];
  for (let sample = 0; sample < label.length; sample++) {
    const [was, is] = [predicted[before + sample] === label[sample], predicted[now + sample] === label[sample]];
    if (counted[sample] === 1 && (into === "learned" ? is && !was : was && !is)) found.push(sample);
  }
  return found;
}

/** Return the accuracy of each class at each epoch, shape (classes, epochs); NaN where no sample of a class counts. */
export function classAccuracies(
  { predicted, label, counted, epochs }: TrainingRecord,
  classes: number,
): Float32Array[] {
  const accuracies = Array.from({ length: classes }, () => new Float32Array(epochs));
  const sizes = new Uint32Array(classes);
  label.forEach((number, sample) => {
    sizes[number] = (sizes[number] ?? 0) + (counted[sample] ?? 0);
  });
  for (let i = 0; i < epochs * label.length; i++) {
    const sample = i % label.length,
      number = label[sample] ?? 0;
    const own = accuracies[number];
    if (own !== undefined && counted[sample] === 1 && predicted[i] === number)
      own[Math.floor(i / label.length)] = (own[Math.floor(i / label.length)] ?? 0) + 1;
  }
  return accuracies.map((own, number) => own.map((right) => right / (sizes[number] ?? 0)));
}

/**
 * Return, for each class, the index of the first training epoch at which its accuracy reaches half of its last value;
 * null if that is 0. `first` is the index of the first training epoch.
 */
export function emergences(accuracies: readonly Float32Array[], first: number): (number | null)[] {
  return accuracies.map((own) => {
    const last = own.at(-1) ?? 0;
    const index = own.findIndex((accuracy, at) => at >= first && accuracy >= last / 2);
    return last > 0 && index >= 0 ? index : null;
  });
}

/** Return the epochs at which a constant learning rate at least doubles or halves; a rate that always changes has no steps. */
export function rateSteps(metrics: readonly Metric[]): { epoch: number; from: number; to: number }[] {
  const rates = metrics
    .flatMap(({ epoch, learning_rate: rate }) => (rate === null || rate <= 0 ? [] : [{ epoch, rate }]))
    .sort((one, other) => one.epoch - other.epoch);
  const changes = rates.map(({ rate }, at) => ratio(rate, rates[at - 1]?.rate ?? rate));
  return rates.flatMap(({ epoch, rate }, at) => {
    const [from, held] = [rates[at - 1]?.rate, at > 1 && (changes[at - 1] ?? 0) <= NEARLY_THE_SAME];
    return from !== undefined && held && (changes[at] ?? 0) >= RATE_STEP ? [{ epoch, from, to: rate }] : [];
  });
}

/** Return the indexes at which a count stands out from those of the other steps; the first epoch is not a step. */
export function bursts(counts: Uint32Array, samples: number): number[] {
  const steps = [...counts].slice(1);
  const middle = median(steps);
  const deviation = NORMAL * median(steps.map((count) => Math.abs(count - middle)));
  return [...counts.keys()].slice(1).filter((index) => {
    const count = counts[index] ?? 0;
    return count > middle + OUTSTANDING * deviation && count >= LEAST_BURST * samples;
  });
}

/** Return the index of the largest mean of values (epochs, samples); null if all are 0. */
export function busiest(values: Uint16Array, samples: number): number | null {
  const sums = new Float64Array(values.length / Math.max(1, samples));
  for (let i = 0; i < values.length; i++)
    sums[Math.floor(i / samples)] = (sums[Math.floor(i / samples)] ?? 0) + (values[i] ?? 0);
  const most = Math.max(0, ...sums);
  return most === 0 ? null : sums.indexOf(most);
}

/** Return the given share of the samples that count, those with the largest values, largest first. */
export function largest(values: Uint16Array, counted: Uint8Array, share: number): number[] {
  const order = [...counted.keys()]
    .filter((sample) => counted[sample] === 1)
    .sort((one, other) => (values[other] ?? 0) - (values[one] ?? 0));
  return order.slice(0, Math.ceil(order.length * share)).filter((sample) => (values[sample] ?? 0) > 0);
}

function ratio(one: number, other: number): number {
  return Math.max(one / other, other / one);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
