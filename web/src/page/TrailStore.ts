/** Which ways through the epochs are drawn: those of selected samples, and those of the classes' centers. */
import { makeAutoObservable } from "mobx";
import type { PositionsStore } from "../loaded/PositionsStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import { centersOf } from "../numbers/centers.ts";
import type { Centers } from "../numbers/centers.ts";
import type { ClassesStore } from "./ClassesStore.ts";
import type { Drawing } from "./DrawingStore.ts";

export class TrailStore {
  /** Whether the classes' centers are drawn. */
  centers = false;

  constructor(
    private readonly run: RunStore,
    private readonly classes: ClassesStore,
    private readonly drawing: Drawing,
    private readonly positions: PositionsStore,
  ) {
    makeAutoObservable<this, "run" | "classes" | "drawing" | "positions">(this, {
      run: false,
      classes: false,
      drawing: false,
      positions: false,
    });
  }

  /** The center of each visible class in every epoch; null where none is asked for or an epoch is not here yet. */
  get shownCenters(): Centers | null {
    const { samples } = this.run;
    const { sequence } = this.positions;
    if (!this.centers || samples === null || sequence === null || !this.positions.complete) return null;
    return centersOf([...this.classes.names.keys()], samples.label, this.drawing.onScreen, sequence.positions);
  }

  showCenters(shown: boolean): void {
    this.centers = shown;
  }
}
