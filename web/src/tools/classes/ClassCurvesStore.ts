/** How accurate each class is at every epoch, of the samples in the picture's subset: as curves, and as a list. */
import { makeAutoObservable } from "mobx";
import type { PredictionsStore } from "../../loaded/PredictionsStore.ts";
import type { RunStore } from "../../loaded/RunStore.ts";
import type { ClassesStore } from "../../page/ClassesStore.ts";
import type { SubsetStore } from "../../page/SubsetStore.ts";
import type { TimelineStore } from "../../page/TimelineStore.ts";
import { classAccuracies } from "../../timeline/events.ts";
import { curveOf, nearestCurve } from "./classCurves.ts";
import type { CurvePoint } from "./classCurves.ts";

export interface ClassAccuracy {
  readonly number: number;
  readonly name: string;
  /** From 0 to 1 at the epoch shown; null where the class has no sample. */
  readonly accuracy: number | null;
  /** Since the epoch before; null at the first one. */
  readonly change: number | null;
}

/** Of the chart's height: how far from a curve the pointer still finds it. */
const REACH = 0.06;

export class ClassCurvesStore {
  /** Of which split the samples are; null is all. */
  private wanted: string | null = null;

  constructor(
    private readonly run: RunStore,
    private readonly timeline: TimelineStore,
    private readonly classes: ClassesStore,
    private readonly subset: SubsetStore,
    private readonly predictions: PredictionsStore,
  ) {
    makeAutoObservable<this, "run" | "timeline" | "classes" | "subset" | "predictions">(this, {
      run: false,
      timeline: false,
      classes: false,
      subset: false,
      predictions: false,
    });
  }

  get splits(): readonly string[] {
    return this.run.manifest?.splits ?? [];
  }

  get split(): string | null {
    return this.wanted !== null && this.splits.includes(this.wanted) ? this.wanted : null;
  }

  get epochs(): readonly number[] {
    return this.run.manifest?.epochs ?? [];
  }

  /** The recorded epoch before the one shown; null at the first one. */
  get epochBefore(): number | null {
    return this.epochs[this.place - 1] ?? null;
  }

  /** Null while the predictions are not here. */
  get curves(): ReadonlyMap<number, readonly CurvePoint[]> | null {
    const { accuracies } = this;
    return accuracies === null ? null : new Map(accuracies.map((own, number) => [number, curveOf(own, this.epochs)]));
  }

  /** Of the classes on screen. */
  get visibleCurves(): ReadonlyMap<number, readonly CurvePoint[]> {
    return new Map([...(this.curves ?? [])].filter(([number]) => this.classes.isVisible(number)));
  }

  /** Every class, the least accurate first: in the order of the epoch at which the timeline rests. */
  get list(): readonly ClassAccuracy[] {
    return this.order.map((number) => {
      const own = this.accuracies?.[number];
      const [accuracy, before] = [valueAt(own, this.place), valueAt(own, this.place - 1)];
      return {
        number,
        name: this.classes.names[number] ?? String(number),
        accuracy,
        change: accuracy === null || before === null ? null : accuracy - before,
      };
    });
  }

  /** What is no split stands for all samples. */
  showSplit(split: string | null): void {
    this.wanted = split;
  }

  /** Highlight the class whose curve is at a place of the chart. */
  pointAt(point: CurvePoint | null): void {
    this.classes.highlight(point === null ? null : nearestCurve(this.visibleCurves, point, REACH));
  }

  /** Shape (classes, epochs); NaN where a class has no sample. */
  private get accuracies(): readonly Float32Array[] | null {
    const { predictions } = this.predictions;
    const { samples } = this.run;
    if (predictions === null || samples === null) return null;
    return classAccuracies(
      { predicted: predictions.predicted, label: samples.label, counted: this.counted, epochs: this.epochs.length },
      this.classes.names.length,
    );
  }

  /** 1 for the samples that count, shape (samples). */
  private get counted(): Uint8Array {
    const wanted = this.split === null ? -1 : this.splits.indexOf(this.split);
    return this.subset.members.map((member, sample) =>
      wanted < 0 || this.run.samples?.split[sample] === wanted ? member : 0,
    );
  }

  private get order(): readonly number[] {
    const at = this.epochs.indexOf(this.timeline.restingEpoch ?? -1);
    const keys = this.classes.names.map((_, number) => valueAt(this.accuracies?.[number], at) ?? Infinity);
    return [...keys.keys()].sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
  }

  private get place(): number {
    return this.epochs.indexOf(this.timeline.epoch ?? -1);
  }
}

function valueAt(accuracies: Float32Array | undefined, place: number): number | null {
  const value = accuracies?.[place] ?? NaN;
  return Number.isNaN(value) ? null : value;
}
