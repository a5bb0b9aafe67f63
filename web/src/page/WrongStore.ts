/** Which samples on screen the network gets wrong at the epoch shown. */
import { makeAutoObservable } from "mobx";
import type { PredictionsStore } from "../loaded/PredictionsStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import type { Drawing } from "./DrawingStore.ts";
import type { TimelineStore } from "./TimelineStore.ts";

export class WrongStore {
  constructor(
    private readonly run: RunStore,
    private readonly timeline: TimelineStore,
    private readonly predictions: PredictionsStore,
    private readonly drawing: Drawing,
  ) {
    makeAutoObservable<this, "run" | "timeline" | "predictions" | "drawing">(this, {
      run: false,
      timeline: false,
      predictions: false,
      drawing: false,
    });
  }

  /** Null where nothing was predicted at this epoch. */
  get shown(): Uint32Array<ArrayBuffer> | null {
    const predicted = this.predictions.predictedAt(this.timeline.epoch);
    const label = this.run.samples?.label;
    if (predicted === null || label === undefined) return null;
    return this.drawing.shown.filter((sample) => predicted[sample] !== label[sample]);
  }
}
