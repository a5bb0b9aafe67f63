/** Who is near to a sample in a layer's own space, and who was before. */

export interface Change {
  /** In the order of the neighbors. */
  readonly came: ReadonlySet<number>;
  readonly gone: readonly number[];
}

/** What changed among the neighbors since an epoch before. */
export function changeOf(now: ArrayLike<number>, before: ArrayLike<number>): Change {
  const [here, there] = [new Set(Array.from(now)), new Set(Array.from(before))];
  return {
    came: new Set([...here].filter((sample) => !there.has(sample))),
    gone: [...there].filter((sample) => !here.has(sample)),
  };
}

/** How many of the neighbors have a label. */
export function countLabel(neighbors: ArrayLike<number>, labels: ArrayLike<number>, label: number): number {
  return Array.from(neighbors).filter((sample) => labels[sample] === label).length;
}

/** The row of one epoch out of a sample's neighbors at all of them, (epochs, k); its own number stands for one that was not exported. */
export function neighborsAt<Numbers extends Uint8Array | Uint16Array | Uint32Array>(
  neighbors: Numbers,
  epochs: number,
  place: number,
  own: number,
): Numbers {
  const k = neighbors.length / epochs;
  return neighbors.subarray(place * k, (place + 1) * k).filter((sample) => sample !== own) as Numbers;
}
