/** Matches the samples of two runs by their source. */

/** Each sample's number in the other run; -1 if it is not there. */
export interface SameSamples {
  readonly inSecond: Int32Array;
  readonly inFirst: Int32Array;
  /** The number of samples in both runs. */
  readonly count: number;
}

const NONE = -1;

/** Match every sample of a run with itself. */
export function identity(samples: number): SameSamples {
  const own = Int32Array.from({ length: samples }, (_, sample) => sample);
  return { inSecond: own, inFirst: own, count: samples };
}

/** Match the samples of two runs by their sources. Equal sources are matched one to one, in their order. */
export function matchSamples(first: readonly string[], second: readonly string[]): SameSamples {
  const unmatched = new Map<string, number[]>();
  for (let sample = second.length - 1; sample >= 0; sample--) {
    const source = second[sample] ?? "";
    const others = unmatched.get(source);
    if (others === undefined) unmatched.set(source, [sample]);
    else others.push(sample);
  }
  const inSecond = Int32Array.from(first, (source) => unmatched.get(source)?.pop() ?? NONE);
  const inFirst = new Int32Array(second.length).fill(NONE);
  inSecond.forEach((other, sample) => {
    if (other !== NONE) inFirst[other] = sample;
  });
  return { inSecond, inFirst, count: inFirst.reduce((sum, other) => sum + (other === NONE ? 0 : 1), 0) };
}

/** Return the samples' numbers in the other run, without those that it does not have. */
export function translate(samples: Iterable<number>, numbers: Int32Array): Uint32Array<ArrayBuffer> {
  return Uint32Array.from([...samples].map((sample) => numbers[sample] ?? NONE).filter((other) => other !== NONE));
}
