/** The data map: mean confidence in each sample's label and its variability, up to the epoch shown (Swayamdipta et al. 2020). */
import { makeAutoObservable, observableRef } from "mobx";
import type { DynamicsStore } from "../../loaded/DynamicsStore.ts";
import type { RunStore } from "../../loaded/RunStore.ts";
import { placeIn } from "../../numbers/measureTable.ts";
import type { MeasureTable, Measures } from "../../numbers/measureTable.ts";
import { sortedByValue } from "../../numbers/samples.ts";
import type { Drawing } from "../../page/DrawingStore.ts";
import type { Hovered, HoverStore } from "../../page/HoverStore.ts";
import type { MeasuresStore } from "../../page/MeasuresStore.ts";
import type { Picking, SelectionStore } from "../../page/SelectionStore.ts";
import type { TimelineStore } from "../../page/TimelineStore.ts";

/** The paper's three regions of a data set, each a third of it; they may share samples. */
export const REGIONS = ["hard", "ambiguous", "easy"] as const;
export type Region = (typeof REGIONS)[number];

const THIRD = 0.33;

/** Confidence and variability of all samples at all epochs of the run. */
export interface MapTable {
  readonly confidence: MeasureTable;
  readonly variability: MeasureTable;
  readonly samples: number;
  /** The row in both of each epoch on the timeline. */
  readonly rows: readonly number[];
}

interface Needs {
  readonly run: RunStore;
  readonly timeline: TimelineStore;
  readonly dynamics: DynamicsStore;
  readonly measures: MeasuresStore;
  readonly drawing: Drawing;
  readonly selection: SelectionStore;
  readonly hover: HoverStore;
}

export class DataMapStore {
  /** The sample under the pointer, in CSS pixels inside the map. */
  hovered: Hovered | null = null;

  constructor(private readonly page: Needs) {
    makeAutoObservable(this, { hovered: observableRef });
  }

  /** Null until the dynamics are loaded. */
  get table(): MapTable | null {
    const { manifest } = this.page.run;
    const [confidence, variability] = [
      this.page.measures.tableOf("label_confidence"),
      this.page.measures.tableOf("variability"),
    ];
    if (manifest === null || confidence === null || variability === null) return null;
    return {
      confidence,
      variability,
      samples: manifest.sample_count,
      rows: this.page.timeline.epochs.map((epoch) => placeIn(confidence, epoch)),
    };
  }

  /** Return the number of visible samples in a region. */
  sizeOf(region: Region): number {
    return region === "ambiguous" && !this.varies ? 0 : Math.round(THIRD * this.page.drawing.shown.length);
  }

  /** Means over the visible samples, from 0 to 1; null if the map is empty. */
  get means(): { confidence: number; variability: number } | null {
    const { confidence, variability } = this;
    const { shown } = this.page.drawing;
    if (confidence === null || variability === null || shown.length === 0) return null;
    return { confidence: meanOf(shown, confidence), variability: meanOf(shown, variability) };
  }

  /** Have the dynamics loaded. */
  requestDynamics(): void {
    this.page.dynamics.want();
  }

  select(region: Region, picking: Picking = "replace"): void {
    const values = region === "ambiguous" ? this.variability : this.confidence;
    if (values !== null)
      this.page.selection.pick(
        sortedByValue(this.page.drawing.shown, values, region !== "hard").subarray(0, this.sizeOf(region)),
        picking,
      );
  }

  /** Hover a sample on the map, which rings it in the plot. */
  pointAt(hovered: Hovered | null): void {
    this.hovered = hovered;
    this.page.hover.ring(hovered?.sample ?? null);
  }

  private get confidence(): Measures | null {
    return this.page.measures.valuesAt("label_confidence", this.page.timeline.epoch);
  }

  private get variability(): Measures | null {
    return this.page.measures.valuesAt("variability", this.page.timeline.epoch);
  }

  /** After a single epoch, no sample has any variability. */
  private get varies(): boolean {
    const { variability } = this;
    return variability !== null && this.page.drawing.shown.some((sample) => (variability[sample] ?? 0) > 0);
  }
}

function meanOf(samples: Uint32Array, values: Measures): number {
  return samples.reduce((sum, sample) => sum + (values[sample] ?? 0), 0) / samples.length;
}
