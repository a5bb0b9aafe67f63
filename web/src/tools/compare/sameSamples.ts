/** Which sample of one run is which of another: those that came from the same place. */

/** Numbers of samples of the other run by those of this one; -1 is none. */
export interface SameSamples {
  readonly inSecond: Int32Array;
  readonly inFirst: Int32Array;
  /** How many are in both. */
  readonly count: number;
}

const NONE = -1;

/** Every sample of a run is itself. */
export function itself(samples: number): SameSamples {
  const own = Int32Array.from({ length: samples }, (_, sample) => sample);
  return { inSecond: own, inFirst: own, count: samples };
}

/** Match two runs' samples by where each came from. Of equal sources the first belongs to the first, and so on. */
export function sameSamples(first: readonly string[], second: readonly string[]): SameSamples {
  const waiting = new Map<string, number[]>();
  for (let sample = second.length - 1; sample >= 0; sample--) {
    const source = second[sample] ?? "";
    const others = waiting.get(source);
    if (others === undefined) waiting.set(source, [sample]);
    else others.push(sample);
  }
  const inSecond = Int32Array.from(first, (source) => waiting.get(source)?.pop() ?? NONE);
  const inFirst = new Int32Array(second.length).fill(NONE);
  inSecond.forEach((other, sample) => {
    if (other !== NONE) inFirst[other] = sample;
  });
  return { inSecond, inFirst, count: inFirst.reduce((sum, other) => sum + (other === NONE ? 0 : 1), 0) };
}

/** Return what samples are called in the other run, without those that it does not have. */
export function named(samples: Iterable<number>, names: Int32Array): Uint32Array<ArrayBuffer> {
  return Uint32Array.from([...samples].map((sample) => names[sample] ?? NONE).filter((other) => other !== NONE));
}
