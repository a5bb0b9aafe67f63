/** The samples that the user picked, and the way back to earlier selections. */
import { makeAutoObservable, observableRef } from "mobx";
import type { RunStore } from "../loaded/RunStore.ts";

/** What a pick does to the selection that is there. */
export type Picking = "replace" | "add" | "remove";

const NOTHING = new Uint32Array();
const MOST_STEPS = 100;

export class SelectionStore {
  /** Sample numbers, smallest first. */
  samples: Uint32Array<ArrayBuffer> = NOTHING;
  private before: readonly Uint32Array<ArrayBuffer>[] = [];
  private undone: readonly Uint32Array<ArrayBuffer>[] = [];

  constructor(private readonly run: RunStore) {
    makeAutoObservable<this, "run" | "before" | "undone">(this, {
      run: false,
      samples: observableRef,
      before: observableRef,
      undone: observableRef,
    });
  }

  get empty(): boolean {
    return this.samples.length === 0;
  }

  get canUndo(): boolean {
    return this.before.length > 0;
  }
  get canRedo(): boolean {
    return this.undone.length > 0;
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

  undo(): void {
    const last = this.before.at(-1);
    if (last === undefined) return;
    this.before = this.before.slice(0, -1);
    this.undone = [...this.undone, this.samples];
    this.samples = last;
  }

  redo(): void {
    const next = this.undone.at(-1);
    if (next === undefined) return;
    this.undone = this.undone.slice(0, -1);
    this.before = [...this.before, this.samples];
    this.samples = next;
  }

  /** Another run: what was selected there means nothing here. */
  forget(samples: Iterable<number> = []): void {
    this.before = this.undone = [];
    this.samples = sorted(samples);
  }

  private change(samples: Iterable<number>): void {
    const next = sorted(samples);
    if (next.length === this.samples.length && next.every((sample, at) => sample === this.samples[at])) return;
    this.before = [...this.before, this.samples].slice(-MOST_STEPS);
    this.undone = [];
    this.samples = next;
  }
}

/** Each sample once, smallest first. */
function sorted(samples: Iterable<number>): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(samples)
    .sort()
    .filter((sample, at, all) => at === 0 || sample !== all[at - 1]);
}
