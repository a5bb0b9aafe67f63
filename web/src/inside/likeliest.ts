/** Return the numbers of the classes with the highest probabilities, the highest first. */
export function likeliest(probability: Float32Array, count: number): readonly number[] {
  return Array.from(probability.keys())
    .sort((one, other) => (probability[other] ?? 0) - (probability[one] ?? 0))
    .slice(0, count);
}
