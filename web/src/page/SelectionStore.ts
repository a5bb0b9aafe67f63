/** The samples that the user picked. */
import { makeAutoObservable, observableRef } from "mobx";
import type { RunStore } from "../loaded/RunStore.ts";

/** What a pick does to the selection that is there. */
export type Picking = "replace" | "add" | "remove";

const NOTHING = new Uint32Array();

export class SelectionStore {
  /** Sample numbers, smallest first. */
  samples: Uint32Array<ArrayBuffer> = NOTHING;

  constructor(private readonly run: RunStore) {
    makeAutoObservable<this, "run">(this, { run: false, samples: observableRef });
  }

  get empty(): boolean {
    return this.samples.length === 0;
  }

  /** How many of each class are selected. */
  get countByClass(): number[] {
    const counts = new Array<number>(this.run.manifest?.dataset.classes.length ?? 0).fill(0);
    for (const sample of this.samples) {
      const number = this.run.samples?.label[sample] ?? 0;
      counts[number] = (counts[number] ?? 0) + 1;
    }
    return counts;
  }

  has(sample: number): boolean {
    return this.samples.includes(sample);
  }

  pick(samples: Iterable<number>, picking: Picking = "replace"): void {
    if (picking === "replace") {
      this.change(samples);
      return;
    }
    const picked = new Set(samples);
    this.change(
      picking === "add" ? [...this.samples, ...picked] : this.samples.filter((sample) => !picked.has(sample)),
    );
  }

  clear(): void {
    this.change([]);
  }

  private change(samples: Iterable<number>): void {
    const next = sorted(samples);
    if (next.length === this.samples.length && next.every((sample, at) => sample === this.samples[at])) return;
    this.samples = next;
  }
}

/** Each sample once, smallest first. */
function sorted(samples: Iterable<number>): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(samples)
    .sort()
    .filter((sample, at, all) => at === 0 || sample !== all[at - 1]);
}
