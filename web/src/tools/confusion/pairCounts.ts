/** How often each pair of classes occurs at each epoch: an array where that is small, else only the pairs that occur. */

/** Two classes, and how many samples of one are predicted as the other. */
export interface Pair {
  readonly label: number;
  readonly predicted: number;
  readonly count: number;
}

export interface PairCounts {
  at(index: number, label: number, predicted: number): number;
  add(index: number, label: number, predicted: number): void;
  /** The pairs that occur at the epoch with this index, in no order. */
  pairs(index: number): Iterable<Pair>;
}

/** A hundred epochs of a thousand classes still fit into memory; of more, most pairs never occur. */
const MOST_IN_ARRAY = 1000;

/** Return counts of 0, for a number of samples. */
export function pairCounts(classes: number, epochs: number, samples: number): PairCounts {
  return classes > MOST_IN_ARRAY ? new OccurringPairs(classes, epochs) : new AllPairs(classes, epochs, samples);
}

class AllPairs implements PairCounts {
  /** Shape (epochs, classes, classes): the true class, then the predicted one. */
  private readonly counts: Uint16Array | Uint32Array;

  constructor(
    private readonly classes: number,
    epochs: number,
    samples: number,
  ) {
    const size = epochs * classes * classes;
    this.counts = samples > 0xffff ? new Uint32Array(size) : new Uint16Array(size);
  }

  at(index: number, label: number, predicted: number): number {
    return this.counts[this.place(index, label, predicted)] ?? 0;
  }

  add(index: number, label: number, predicted: number): void {
    const place = this.place(index, label, predicted);
    this.counts[place] = (this.counts[place] ?? 0) + 1;
  }

  *pairs(index: number): Iterable<Pair> {
    for (let label = 0; label < this.classes; label++) {
      for (let predicted = 0; predicted < this.classes; predicted++) {
        const count = this.at(index, label, predicted);
        if (count > 0) yield { label, predicted, count };
      }
    }
  }

  private place(index: number, label: number, predicted: number): number {
    return (index * this.classes + label) * this.classes + predicted;
  }
}

class OccurringPairs implements PairCounts {
  private readonly counts: readonly Map<number, number>[];

  constructor(
    private readonly classes: number,
    epochs: number,
  ) {
    this.counts = Array.from({ length: epochs }, () => new Map<number, number>());
  }

  at(index: number, label: number, predicted: number): number {
    return this.counts[index]?.get(label * this.classes + predicted) ?? 0;
  }

  add(index: number, label: number, predicted: number): void {
    this.counts[index]?.set(label * this.classes + predicted, this.at(index, label, predicted) + 1);
  }

  *pairs(index: number): Iterable<Pair> {
    for (const [place, count] of this.counts[index] ?? [])
      yield { label: Math.floor(place / this.classes), predicted: place % this.classes, count };
  }
}
