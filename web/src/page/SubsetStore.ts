/** How many of the run's samples are on screen, and which. */
import { makeAutoObservable } from "mobx";
import type { RunStore } from "../loaded/RunStore.ts";
import { stratifiedOrder } from "../numbers/subset.ts";
import type { ClassesStore } from "./ClassesStore.ts";

interface Needs {
  readonly run: RunStore;
  readonly classes: ClassesStore;
}

export class SubsetStore {
  /** The requested number; null is all. */
  private requested: number | null = null;

  constructor(private readonly page: Needs) {
    makeAutoObservable(this);
  }

  /** All samples of the run. */
  get total(): number {
    return this.page.run.samples?.label.length ?? 0;
  }

  get size(): number {
    return Math.min(this.requested ?? this.total, this.total);
  }

  /** 1 where a sample is in the subset, shape (samples). */
  get members(): Uint8Array<ArrayBuffer> {
    const members = new Uint8Array(this.total);
    for (const sample of this.order.subarray(0, this.size)) members[sample] = 1;
    return members;
  }

  /** 1 for the samples on screen: in the subset, and of a visible class; shape (samples). */
  get onScreen(): Uint8Array<ArrayBuffer> {
    const { hidden } = this.page.classes;
    const label = this.page.run.samples?.label;
    return this.members.map((member, sample) => (hidden.has(label?.[sample] ?? 0) ? 0 : member));
  }

  /** Samples of the subset in each class, whether the class is visible or not. */
  get countByClass(): number[] {
    const counts = new Array<number>(this.page.classes.names.length).fill(0);
    for (const sample of this.order.subarray(0, this.size)) {
      const number = this.page.run.samples?.label[sample] ?? 0;
      counts[number] = (counts[number] ?? 0) + 1;
    }
    return counts;
  }

  /** Samples on screen: in the subset, and of a visible class. */
  get shownCount(): number {
    return this.countByClass.reduce((sum, count, number) => sum + (this.page.classes.isVisible(number) ? count : 0), 0);
  }

  showSamples(count: number): void {
    this.requested = Math.max(1, Math.min(this.total, Math.round(count)));
  }

  showAllSamples(): void {
    this.requested = null;
  }

  private get order(): Uint32Array {
    return this.page.run.samples === null ? new Uint32Array() : stratifiedOrder(this.page.run.samples.label);
  }
}
