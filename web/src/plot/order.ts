/** In which order samples are drawn: important colors last, and else mixed, so that no class always covers another. */
import type { Paint } from "../numbers/paint.ts";
import { valueAt } from "./drawn.ts";

/** Return all sample numbers in an order without a pattern, the same at every call, shape (samples). */
export function mixedOrder(samples: number): Uint32Array<ArrayBuffer> {
  const order = Uint32Array.from({ length: samples }, (_, sample) => sample);
  let state = 1;
  for (let left = samples - 1; left > 0; left--) {
    // Numerical Recipes' generator: its upper bits are mixed well enough to shuffle.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (left + 1));
    [order[left], order[other]] = [order[other] ?? 0, order[left] ?? 0];
  }
  return order;
}

/** Return sample numbers sorted by the ranks of their colors at an epoch; equal ones stay in their order. */
export function rankedOrder(
  order: Uint32Array<ArrayBuffer>,
  { codes, ranks }: Pick<Paint, "codes" | "ranks">,
  epoch: number,
): Uint32Array<ArrayBuffer> {
  if (ranks.every((rank) => rank === ranks[0])) return order;
  const rankOf = (sample: number) => ranks[valueAt(codes, order.length, epoch, sample)] ?? 0;
  const places = new Uint32Array(Math.max(...ranks) + 2);
  for (const sample of order) places[rankOf(sample) + 1] = (places[rankOf(sample) + 1] ?? 0) + 1;
  for (let rank = 1; rank < places.length; rank++) places[rank] = (places[rank] ?? 0) + (places[rank - 1] ?? 0);
  const sorted = new Uint32Array(order.length);
  for (const sample of order) {
    const rank = rankOf(sample);
    const place = places[rank] ?? 0;
    sorted[place] = sample;
    places[rank] = place + 1;
  }
  return sorted;
}

/** Return those of `order` that are among `samples`, shape (samples). */
export function inOrder(order: Uint32Array, samples: Uint32Array): Uint32Array<ArrayBuffer> {
  const among = new Uint8Array(order.length);
  for (const sample of samples) among[sample] = 1;
  const sorted = new Uint32Array(samples.length);
  let place = 0;
  for (const sample of order) if (among[sample] === 1) sorted[place++] = sample;
  return sorted.subarray(0, place);
}
