/** The sample that is looked at closely, alone. */
import { makeAutoObservable, observableRef } from "mobx";
import type { RunStore } from "../loaded/RunStore.ts";

export class InspectedStore {
  private chosen: number | null = null;
  /** Shows the sample; null where nothing on the page does. */
  private opener: (() => void) | null = null;

  constructor(private readonly run: RunStore) {
    makeAutoObservable<this, "run" | "opener">(this, { run: false, opener: observableRef });
  }

  /** Null where none was chosen, or the run has no such sample. */
  get number(): number | null {
    const total = this.run.manifest?.sample_count ?? 0;
    return Number.isInteger(this.chosen) && this.chosen !== null && this.chosen >= 0 && this.chosen < total
      ? this.chosen
      : null;
  }

  /** The tools are there for runs with predictions. */
  get canOpen(): boolean {
    return this.opener !== null && this.run.manifest !== null && this.run.manifest.predictions !== null;
  }

  /** Look at a sample, whatever was open before. */
  open(sample: number): void {
    this.show(sample);
    this.opener?.();
  }

  show(sample: number | null): void {
    this.chosen = sample;
  }

  /** Selecting exactly one sample also inspects it. */
  follow(selected: ArrayLike<number>): void {
    if (selected.length === 1) this.chosen = selected[0] ?? null;
  }

  /** Have `opener` called when a sample is to be shown. Returns how to stop. */
  openWith(opener: () => void): () => void {
    this.setOpener(opener);
    return () => {
      this.setOpener(null);
    };
  }

  private setOpener(opener: (() => void) | null): void {
    this.opener = opener;
  }
}
