/** A stable order in which samples join the plot, so that a larger subset contains every smaller one. */
import type { ClassNumbers } from "../api/arrays.ts";

/**
 * Return sample numbers so that any first part holds each class in its own share.
 * Within a class the order is mixed, the same on every visit: files are often sorted.
 */
export function stratifiedOrder(classOf: ClassNumbers): Uint32Array {
  const share = sharesWithinClass(classOf);
  const order = Uint32Array.from(classOf.keys());
  return order.sort((a, b) => (share[a] ?? 0) - (share[b] ?? 0) || mixed(a) - mixed(b));
}

/** How far through its own class each sample comes: 0 for the first, towards 1 for the last. */
function sharesWithinClass(classOf: ClassNumbers): Float64Array {
  const members = new Map<number, number[]>();
  classOf.forEach((number, sample) => {
    const known = members.get(number);
    if (known) known.push(sample);
    else members.set(number, [sample]);
  });
  const shares = new Float64Array(classOf.length);
  for (const samples of members.values()) {
    samples.sort((a, b) => mixed(a) - mixed(b));
    samples.forEach((sample, rank) => (shares[sample] = rank / samples.length));
  }
  return shares;
}

/** A fixed integer hash (Murmur's finalizer): no two visits, and no two samples, draw the same number differently. */
function mixed(sample: number): number {
  let hash = (sample + 1) | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
