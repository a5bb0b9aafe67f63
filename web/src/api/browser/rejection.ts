/** Whether an input is like none of the recorded samples, by how sure the network is: the sign that every copy has. */
import type { Rejection } from "../looker.ts";

const REJECTED_SHARE = 0.01;
const MOST_TESTED = 2000;

/** Return the samples to calibrate with: those of the test split, or half of all where there is none. */
export function testedSamples(split: Uint8Array, test: number): readonly number[] {
  const all = Array.from(split, (_, sample) => sample);
  const named = all.filter((sample) => split[sample] === test);
  const tested = named.length === 0 || named.length === all.length ? all.filter((sample) => sample % 2 === 0) : named;
  const step = Math.ceil(tested.length / MOST_TESTED);
  return tested.filter((_, at) => at % step === 0);
}

/** Compare the highest probability of an input with those of the samples to calibrate with. */
export function judge(highest: number, usual: Float32Array): Rejection {
  const values = Float32Array.from(usual, (confidence) => 1 - confidence).sort();
  const ranks = Float64Array.from(values, (value) => rankOf(value, values)).sort();
  const limit = ranks[Math.trunc(REJECTED_SHARE * ranks.length)] ?? 0;
  const rank = rankOf(1 - highest, values);
  const rejects = rank < limit;
  const sign = { name: "confidence", value: 1 - highest, rank, rejects } as const;
  return { rejected: rejects, signs: [sign], limit, rejected_share: REJECTED_SHARE };
}

/** What is said where nothing is recorded to calibrate with. */
export const UNJUDGED: Rejection = { rejected: false, signs: [], limit: 0, rejected_share: REJECTED_SHARE };

/** Return the share of sorted values that are at least as large. */
function rankOf(value: number, values: Float32Array): number {
  let [first, last] = [0, values.length];
  while (first < last) {
    const middle = (first + last) >> 1;
    if ((values[middle] ?? 0) < value) first = middle + 1;
    else last = middle;
  }
  return 1 - first / values.length;
}
