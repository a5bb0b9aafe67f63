/** Orders samples by a number about each. */

/** Return samples by their values (one for every sample of the run); equals by number, those without a value (NaN) last. */
export function sortedByValue(
  samples: Iterable<number>,
  values: Float32Array,
  largestFirst: boolean,
): Uint32Array<ArrayBuffer> {
  const sign = largestFirst ? -1 : 1;
  const keys = values.map((value) => (Number.isNaN(value) ? Infinity : sign * value));
  // Two infinities differ by NaN: they are equal too.
  return Uint32Array.from(samples).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
}
