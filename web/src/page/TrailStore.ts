/** The trajectories of the classes' centers. */
import { makeAutoObservable } from "mobx";
import type { PositionsStore } from "../loaded/PositionsStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import { centersOf } from "../numbers/centers.ts";
import type { Centers } from "../numbers/centers.ts";
import { groupsOf } from "../numbers/groups.ts";
import type { Drawing } from "./DrawingStore.ts";

interface Needs {
  readonly run: RunStore;
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
    const { complete, sequence } = this.page.positions;
    if (!this.centers || samples === null || sequence === null || !complete) return null;
    return centersOf(groupsOf(samples.label, this.page.drawing.onScreen), sequence.positions);
  }

  showCenters(shown: boolean): void {
    this.centers = shown;
  }
}
