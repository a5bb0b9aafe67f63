/** The trajectories of the classes' centers. */
import { makeAutoObservable } from "mobx";
import type { PositionsStore } from "../loaded/PositionsStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import { centersOf } from "../numbers/centers.ts";
import type { Centers } from "../numbers/centers.ts";
import type { ClassesStore } from "./ClassesStore.ts";
import type { Drawing } from "./DrawingStore.ts";

interface Needs {
  readonly run: RunStore;
  readonly classes: ClassesStore;
  readonly drawing: Drawing;
  readonly positions: PositionsStore;
}

export class TrailStore {
  /** Whether the classes' centers are drawn. */
  centers = false;

  constructor(private readonly page: Needs) {
    makeAutoObservable(this);
  }

  /** The center of each visible class at every epoch; null while they are off or an epoch is still loading. */
  get shownCenters(): Centers | null {
    const { samples } = this.page.run;
    const { sequence } = this.page.positions;
    if (!this.centers || samples === null || sequence === null || !this.page.positions.complete) return null;
    return centersOf(
      [...this.page.classes.names.keys()],
      samples.label,
      this.page.drawing.onScreen,
      sequence.positions,
    );
  }

  showCenters(shown: boolean): void {
    this.centers = shown;
  }
}
