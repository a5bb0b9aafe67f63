/** The names of the classes in the plot, and where each of them stands. */
import { makeAutoObservable } from "mobx";
import type { PositionsStore } from "../loaded/PositionsStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import { peaksOf, placesOf } from "../numbers/densest.ts";
import type { ClassPlaces, Peak } from "../numbers/densest.ts";
import { groupsOf } from "../numbers/groups.ts";
import type { Groups } from "../numbers/groups.ts";
import type { Drawing } from "./DrawingStore.ts";

interface Needs {
  readonly run: RunStore;
  readonly drawing: Drawing;
  readonly positions: PositionsStore;
}

export class NamesStore {
  shown = true;

  constructor(private readonly page: Needs) {
    makeAutoObservable(this);
  }

  /** Where each visible class is densest at each epoch that is here; null while names are off, or there are no classes. */
  get places(): ClassPlaces | null {
    const { sequence } = this.page.positions;
    const { groups, peaksAt } = this;
    if (!this.shown || sequence === null || groups === null) return null;
    return placesOf(
      groups,
      sequence.positions.map((positions) => positions && peaksAt(positions)),
    );
  }

  show(shown: boolean): void {
    this.shown = shown;
  }

  toggle(): void {
    this.shown = !this.shown;
  }

  private get groups(): Groups | null {
    const { labeled, samples } = this.page.run;
    return samples === null || !labeled ? null : groupsOf(samples.label, this.page.drawing.onScreen);
  }

  /** Epochs arrive one by one, and each one's peaks are found once. */
  private get peaksAt(): (positions: Uint16Array) => readonly (readonly Peak[])[] {
    const { groups } = this;
    const known = new WeakMap<Uint16Array, readonly (readonly Peak[])[]>();
    return (positions) => {
      const peaks = known.get(positions) ?? (groups === null ? [] : peaksOf(positions, groups));
      known.set(positions, peaks);
      return peaks;
    };
  }
}
