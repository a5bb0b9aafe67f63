/** The data map: how sure the network is of each sample's label, and how steady, up to the epoch shown (Swayamdipta et al. 2020). */
import { makeAutoObservable, observableRef } from "mobx";
import type { DynamicsStore } from "../../loaded/DynamicsStore.ts";
import type { RunStore } from "../../loaded/RunStore.ts";
import type { MeasureTable } from "../../numbers/measureTable.ts";
import { sortedByValue } from "../../numbers/samples.ts";
import type { Drawing } from "../../page/DrawingStore.ts";
import type { Hovered, HoverStore } from "../../page/HoverStore.ts";
import type { MeasuresStore } from "../../page/MeasuresStore.ts";
import type { SelectionStore } from "../../page/SelectionStore.ts";
import type { TimelineStore } from "../../page/TimelineStore.ts";

/** The paper's three parts of a data set, each a third of it: two may share samples. */
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

export class DataMapStore {
  /** The sample under the pointer, in CSS pixels inside the map. */
  hovered: Hovered | null = null;

  constructor(
    private readonly run: RunStore,
    private readonly timeline: TimelineStore,
    private readonly dynamics: DynamicsStore,
    private readonly measures: MeasuresStore,
    private readonly drawing: Drawing,
    private readonly selection: SelectionStore,
    private readonly hover: HoverStore,
  ) {
    makeAutoObservable<this, "run" | "timeline" | "dynamics" | "measures" | "drawing" | "selection" | "hover">(this, {
      run: false,
      timeline: false,
      dynamics: false,
      measures: false,
      drawing: false,
      selection: false,
      hover: false,
      hovered: observableRef,
    });
  }

  /** Null while the dynamics are not here. */
  get table(): MapTable | null {
    const { manifest } = this.run;
    const [confidence, variability] = [this.measures.tableOf("label_confidence"), this.measures.tableOf("variability")];
    if (manifest === null || confidence === null || variability === null) return null;
    return {
      confidence,
      variability,
      samples: manifest.sample_count,
      rows: this.timeline.epochs.map((epoch) => manifest.epochs.indexOf(epoch)),
    };
  }

  /** How many samples are in a region, of those on screen. */
  sizeOf(region: Region): number {
    return region === "ambiguous" && !this.varies ? 0 : Math.round(THIRD * this.drawing.shown.length);
  }

  /** Means over the samples on screen, from 0 to 1; null where nothing is on the map. */
  get means(): { confidence: number; variability: number } | null {
    const { confidence, variability } = this;
    const { shown } = this.drawing;
    if (confidence === null || variability === null || shown.length === 0) return null;
    return { confidence: meanOf(shown, confidence), variability: meanOf(shown, variability) };
  }

  want(): void {
    this.dynamics.want();
  }

  select(region: Region): void {
    const values = region === "ambiguous" ? this.variability : this.confidence;
    if (values !== null)
      this.selection.pick(
        sortedByValue(this.drawing.shown, values, region !== "hard").subarray(0, this.sizeOf(region)),
      );
  }

  /** Point at a sample on the map: it is ringed in the picture. */
  pointAt(hovered: Hovered | null): void {
    this.hovered = hovered;
    this.hover.ring(hovered?.sample ?? null);
  }

  private get confidence(): Float32Array | null {
    return this.measures.valuesAt("label_confidence", this.timeline.epoch);
  }

  private get variability(): Float32Array | null {
    return this.measures.valuesAt("variability", this.timeline.epoch);
  }

  /** After a single epoch every sample is perfectly steady. */
  private get varies(): boolean {
    const { variability } = this;
    return variability !== null && this.drawing.shown.some((sample) => (variability[sample] ?? 0) > 0);
  }
}

function meanOf(samples: Uint32Array, values: Float32Array): number {
  return samples.reduce((sum, sample) => sum + (values[sample] ?? 0), 0) / samples.length;
}
