/** The sample under the pointer, and everything its card says. */
import { makeAutoObservable, observableRef } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import type { PredictionsStore } from "../loaded/PredictionsStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import { measureOf } from "../numbers/measures.ts";
import type { SampleMeasure } from "../numbers/measures.ts";
import { tileOf } from "../numbers/tile.ts";
import type { Tile } from "../numbers/tile.ts";
import type { ClassesStore } from "./ClassesStore.ts";
import type { ColorStore } from "./ColorStore.ts";
import type { MeasuresStore } from "./MeasuresStore.ts";
import type { TimelineStore } from "./TimelineStore.ts";

export interface Hovered {
  readonly sample: number;
  /** CSS pixels inside the picture. */
  readonly x: number;
  readonly y: number;
}

export class HoverStore {
  hovered: Hovered | null = null;
  /** The sample pointed at elsewhere on the page: its point gets a ring. */
  ringed: number | null = null;

  constructor(
    private readonly api: Pick<ApiClient, "thumbnailAddress">,
    private readonly run: RunStore,
    private readonly classes: ClassesStore,
    private readonly timeline: TimelineStore,
    private readonly predictions: PredictionsStore,
    private readonly measures: MeasuresStore,
    private readonly color: ColorStore,
  ) {
    makeAutoObservable<this, "api" | "run" | "classes" | "timeline" | "predictions" | "measures" | "color">(this, {
      api: false,
      run: false,
      classes: false,
      timeline: false,
      predictions: false,
      measures: false,
      color: false,
      hovered: observableRef,
    });
  }

  get sample(): number | null {
    return this.hovered?.sample ?? null;
  }

  get label(): number {
    return this.run.samples?.label[this.sample ?? 0] ?? 0;
  }

  get labelName(): string {
    return this.classes.names[this.label] ?? String(this.label);
  }

  get split(): string {
    return this.run.manifest?.splits[this.run.samples?.split[this.sample ?? 0] ?? 0] ?? "";
  }

  /** Null while predictions are loading, and where this epoch has none. */
  get prediction(): { name: string; number: number; confidence: number; right: boolean } | null {
    if (this.sample === null || this.timeline.epoch === null) return null;
    const prediction = this.predictions.at(this.timeline.epoch, this.sample);
    if (prediction === null) return null;
    const { predicted: number, confidence } = prediction;
    return { name: this.classes.names[number] ?? String(number), number, confidence, right: number === this.label };
  }

  /** What its color says, where that is a number. */
  get measured(): { measure: SampleMeasure; value: number } | null {
    if (this.sample === null || this.colored === null || this.values === null) return null;
    return { measure: this.colored, value: this.values[this.sample] ?? NaN };
  }

  get tile(): Tile | null {
    return this.sample === null ? null : tileOf(this.api, this.run.manifest, this.sample);
  }

  hover(hovered: Hovered | null): void {
    const same =
      hovered?.sample === this.hovered?.sample && hovered?.x === this.hovered?.x && hovered?.y === this.hovered?.y;
    if (!same) this.hovered = hovered;
  }

  ring(sample: number | null): void {
    this.ringed = sample;
  }

  /** The measure on screen; null where the picture shows classes. */
  private get colored(): SampleMeasure | null {
    return measureOf(this.color.shown);
  }

  /** Of every sample at the epoch shown, so that the next one under the pointer is only looked up. */
  private get values(): Float32Array | null {
    return this.colored === null ? null : this.measures.valuesAt(this.colored, this.timeline.epoch);
  }
}
