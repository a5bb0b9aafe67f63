/** The accuracy of each class at every epoch over the visible subset of samples: as curves, and as a list. */
import type { Axis } from "../../numbers/axis.ts";
import { makeAutoObservable } from "mobx";
import type { PredictionsStore } from "../../loaded/PredictionsStore.ts";
import type { RunStore } from "../../loaded/RunStore.ts";
import type { ClassesStore } from "../../page/ClassesStore.ts";
import type { SubsetStore } from "../../page/SubsetStore.ts";
import type { TimelineStore } from "../../page/TimelineStore.ts";
import { classAccuracies } from "../../timeline/events.ts";

export interface ClassAccuracy {
  readonly number: number;
  readonly name: string;
  /** From 0 to 1 at the epoch shown; null if the class has no samples. */
  readonly accuracy: number | null;
  /** Since the previous epoch; null at the first one. */
  readonly change: number | null;
}

/** In shares of the chart's width and height, from its lower left. */
export interface CurvePoint {
  readonly across: number;
  readonly up: number;
}

type Curves = ReadonlyMap<number, readonly CurvePoint[]>;

interface Needs {
  readonly run: RunStore;
  readonly timeline: TimelineStore;
  readonly classes: ClassesStore;
  readonly subset: SubsetStore;
  readonly predictions: PredictionsStore;
}

/** The distance from a curve within which the pointer still finds it, as a share of the chart's height. */
const REACH = 0.06;

export class ClassCurvesStore {
  /** Null means all splits. */
  private chosenSplit: string | null = null;

  constructor(private readonly page: Needs) {
    makeAutoObservable(this);
  }

  get splits(): readonly string[] {
    return this.page.run.manifest?.splits ?? [];
  }

  get split(): string | null {
    return this.chosenSplit !== null && this.splits.includes(this.chosenSplit) ? this.chosenSplit : null;
  }

  get epochs(): readonly number[] {
    return this.page.predictions.epochs;
  }

  get axis(): Axis {
    return this.page.timeline.axisOver(this.epochs);
  }

  /** The recorded epoch before the one shown; null at the first one. */
  get previousEpoch(): number | null {
    return this.epochs[this.epochIndex - 1] ?? null;
  }

  /** Null until the predictions are loaded. */
  get curves(): Curves | null {
    const { accuracies } = this;
    return accuracies === null
      ? null
      : new Map(accuracies.map((own, number) => [number, accuracyCurve(own, this.epochs, this.axis)]));
  }

  /** The curves of the visible classes. */
  get visibleCurves(): Curves {
    return new Map([...(this.curves ?? [])].filter(([number]) => this.page.classes.isVisible(number)));
  }

  /** Every class, the least accurate first, in the order at the epoch where the timeline rests. */
  get list(): readonly ClassAccuracy[] {
    return this.order.map((number) => {
      const own = this.accuracies?.[number];
      const [accuracy, before] = [accuracyAt(own, this.epochIndex), accuracyAt(own, this.epochIndex - 1)];
      return {
        number,
        name: this.page.classes.names[number] ?? String(number),
        accuracy,
        change: accuracy === null || before === null ? null : accuracy - before,
      };
    });
  }

  /** An unknown name shows all samples. */
  showSplit(split: string | null): void {
    this.chosenSplit = split;
  }

  /** Highlight the class whose curve is at a point of the chart. */
  pointAt(point: CurvePoint | null): void {
    this.page.classes.highlight(point === null ? null : nearestCurve(this.visibleCurves, point, REACH));
  }

  /** Shape (classes, epochs); NaN if a class has no samples. */
  private get accuracies(): readonly Float32Array[] | null {
    const { predictions } = this.page.predictions;
    const { samples } = this.page.run;
    if (predictions === null || samples === null) return null;
    return classAccuracies(
      { predicted: predictions.predicted, label: samples.label, counted: this.counted, epochs: this.epochs.length },
      this.page.classes.names.length,
    );
  }

  /** 1 for the counted samples, shape (samples). */
  private get counted(): Uint8Array {
    const split = this.split === null ? -1 : this.splits.indexOf(this.split);
    return this.page.subset.members.map((member, sample) =>
      split < 0 || this.page.run.samples?.split[sample] === split ? member : 0,
    );
  }

  private get order(): readonly number[] {
    const index = this.epochs.indexOf(this.page.timeline.restingEpoch ?? -1);
    const key = (number: number) => accuracyAt(this.accuracies?.[number], index) ?? Infinity;
    const keys = new Map(this.page.classes.listed.map((number) => [number, key(number)]));
    return [...keys.keys()].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0) || a - b);
  }

  private get epochIndex(): number {
    return this.epochs.indexOf(this.page.timeline.epoch ?? -1);
  }
}

function accuracyAt(accuracies: Float32Array | undefined, index: number): number | null {
  const value = accuracies?.[index] ?? NaN;
  return Number.isNaN(value) ? null : value;
}

/** Return the curve of a class's accuracies, one per epoch; empty if the class has no samples. */
export function accuracyCurve(
  accuracies: Float32Array | undefined,
  epochs: readonly number[],
  axis: Axis,
): CurvePoint[] {
  if (accuracies === undefined || Number.isNaN(accuracies[0] ?? NaN)) return [];
  return epochs.map((epoch, index) => ({ across: axis(epoch), up: accuracies[index] ?? 0 }));
}

/** Return the height of a curve at a position across the chart; null if the curve is empty. */
export function heightAt(curve: readonly CurvePoint[], across: number): number | null {
  const after = curve.findIndex((point) => point.across >= across);
  const [from, to] = [curve[after < 0 ? curve.length - 1 : Math.max(0, after - 1)], curve.at(after)];
  if (from === undefined || to === undefined) return null;
  return to.across > from.across
    ? from.up + ((to.up - from.up) * (across - from.across)) / (to.across - from.across)
    : to.up;
}

/** Return the curve vertically nearest to a point, within a reach; null if there is none. */
export function nearestCurve(curves: Curves, { across, up }: CurvePoint, reach: number): number | null {
  let nearest: number | null = null,
    least = reach;
  for (const [number, curve] of curves) {
    const distance = Math.abs((heightAt(curve, across) ?? Infinity) - up);
    if (distance > least) continue;
    nearest = number;
    least = distance;
  }
  return nearest;
}
