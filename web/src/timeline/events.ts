/** What happens at each step of a training, counted from the predictions of all epochs. */
import type { ClassNumbers, Metric } from "../api/manifest.ts";

/** Predictions of all epochs, and which samples count. */
export interface Told {
  /** Shape (epochs, samples). */
  readonly predicted: ClassNumbers;
  /** Shape (samples). */
  readonly label: ClassNumbers;
  /** 1 where a sample counts, shape (samples). */
  readonly counted: Uint8Array;
  readonly epochs: number;
}

/** How many samples became right, and how many wrong, since the epoch before: shape (epochs) each, 0 at the first. */
export interface Flips {
  readonly learned: Uint32Array;
  readonly forgotten: Uint32Array;
}

/** A learning rate makes a step where it changes by this factor from one epoch to the next, having been nearly the same before. */
const RATE_STEP = 2,
  NEARLY_THE_SAME = 1.25;
/** A burst stands out of the other epochs by this many of their usual deviations (median absolute, scaled to a normal distribution's). */
const OUTSTANDING = 3;
const NORMAL = 1.4826;
/** Of the samples: less is no burst, however quiet the other epochs are. */
const LEAST_BURST = 0.01;

export function flipsOf({ predicted, label, counted, epochs }: Told): Flips {
  const samples = label.length;
  const [learned, forgotten] = [new Uint32Array(epochs), new Uint32Array(epochs)];
  for (let place = 1; place < epochs; place++) {
    const now = place * samples,
      before = now - samples;
    for (let sample = 0; sample < samples; sample++) {
      if (counted[sample] === 0) continue;
      const [was, is] = [predicted[before + sample] === label[sample], predicted[now + sample] === label[sample]];
      if (is && !was) learned[place] = (learned[place] ?? 0) + 1;
      if (was && !is) forgotten[place] = (forgotten[place] ?? 0) + 1;
    }
  }
  return { learned, forgotten };
}

/** The samples that became right (or wrong) at a step, smallest first. */
export function flippedAt({ predicted, label, counted }: Told, place: number, into: "learned" | "forgotten"): number[] {
  const now = place * label.length,
    before = now - label.length;
  const found: number[] = [];
  for (let sample = 0; sample < label.length; sample++) {
    const [was, is] = [predicted[before + sample] === label[sample], predicted[now + sample] === label[sample]];
    if (counted[sample] === 1 && (into === "learned" ? is && !was : was && !is)) found.push(sample);
  }
  return found;
}

/** Accuracy of each class at each epoch, shape (classes, epochs); NaN where a class has no sample that counts. */
export function classAccuracies({ predicted, label, counted, epochs }: Told, classes: number): Float32Array[] {
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
 * For each class the place of the first epoch of training at which its accuracy passes half of its last value; null for a
 * class that is never right at the end. `first` is the place of the first epoch of training.
 */
export function emergences(accuracies: readonly Float32Array[], first: number): (number | null)[] {
  return accuracies.map((own) => {
    const last = own.at(-1) ?? 0;
    const place = own.findIndex((accuracy, at) => at >= first && accuracy >= last / 2);
    return last > 0 && place >= 0 ? place : null;
  });
}

/** The epochs with at least twice or at most half of the learning rate that was held before; a rate that always changes makes no step. */
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

/** The places at which a count stands out of those of the other steps; the first epoch is no step. */
export function bursts(counts: Uint32Array, samples: number): number[] {
  const steps = [...counts].slice(1);
  const middle = median(steps);
  const deviation = NORMAL * median(steps.map((count) => Math.abs(count - middle)));
  return [...counts.keys()].slice(1).filter((place) => {
    const count = counts[place] ?? 0;
    return count > middle + OUTSTANDING * deviation && count >= LEAST_BURST * samples;
  });
}

/** The place of the largest mean of values (epochs, samples); null where all are 0. */
export function busiest(values: Uint16Array, samples: number): number | null {
  const sums = new Float64Array(values.length / Math.max(1, samples));
  for (let i = 0; i < values.length; i++)
    sums[Math.floor(i / samples)] = (sums[Math.floor(i / samples)] ?? 0) + (values[i] ?? 0);
  const most = Math.max(0, ...sums);
  return most === 0 ? null : sums.indexOf(most);
}

/** The samples with the largest values, a share of those that count, the largest first. */
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
