/** The confusion matrix of the samples that are shown, at the epoch shown, and what it selects. */
import { makeAutoObservable, observableRef } from "mobx";
import type { PredictionsStore } from "../../loaded/PredictionsStore.ts";
import type { RunStore } from "../../loaded/RunStore.ts";
import { numbersWhere } from "../../numbers/samples.ts";
import type { ClassesStore } from "../../page/ClassesStore.ts";
import type { Picking, SelectionStore } from "../../page/SelectionStore.ts";
import type { SubsetStore } from "../../page/SubsetStore.ts";
import type { TimelineStore } from "../../page/TimelineStore.ts";
import { CLASS_ORDERS, orderClasses } from "./classOrder.ts";
import type { ClassOrder } from "./classOrder.ts";
import {
  addPairs,
  confusedPairs,
  countAt,
  countConfusion,
  countWrong,
  holds,
  NO_VALUES,
  NORMALIZATIONS,
  totalAt,
  valueAt,
  valuesAt,
  valuesOver,
} from "./confusion.ts";
import type { Cell, Confusion, Normalization, Pair, Values } from "./confusion.ts";

const VIEWS = ["matrix", "pairs"] as const;
export type ConfusionView = (typeof VIEWS)[number];

/** With more classes than this a matrix is mostly zeros too small to read: the list of pairs is shown first. */
export const MANY_CLASSES = 20;

/** What is chosen in the matrix; null, or a name that there is not, is the default. */
export type ConfusionChoices = Readonly<Record<"split" | "view" | "normalization" | "order", string | null>>;

export class ConfusionStore {
  normalization: Normalization = "count";
  order: ClassOrder = "dataset";
  private wantedView: ConfusionView | null = null;
  /** Null is all of them. */
  private wantedSplit: string | null = null;
  private lastPointed: Cell | null = null;

  constructor(
    private readonly run: RunStore,
    private readonly timeline: TimelineStore,
    private readonly classes: ClassesStore,
    private readonly subset: SubsetStore,
    private readonly predictions: PredictionsStore,
    private readonly selection: SelectionStore,
  ) {
    makeAutoObservable<this, "run" | "timeline" | "classes" | "subset" | "predictions" | "selection" | "lastPointed">(
      this,
      {
        run: false,
        timeline: false,
        classes: false,
        subset: false,
        predictions: false,
        selection: false,
        lastPointed: observableRef,
      },
    );
  }

  get view(): ConfusionView {
    return this.wantedView ?? this.usualView;
  }

  get choices(): ConfusionChoices {
    // Before the predictions are here, nobody knows which view is the usual one.
    const isUsual = this.wantedView === this.usualView && this.confusion !== null;
    return {
      split: this.split,
      view: isUsual ? null : this.wantedView,
      normalization: this.normalization === "count" ? null : this.normalization,
      order: this.order === "dataset" ? null : this.order,
    };
  }

  get splits(): readonly string[] {
    return this.run.manifest?.splits ?? [];
  }

  /** The split whose samples count; null is all. */
  get split(): string | null {
    return this.splits.find((split) => split === this.wantedSplit) ?? null;
  }

  /** The numbers of the samples that count: they are on screen, and of the split. */
  get counted(): Uint32Array<ArrayBuffer> {
    const { samples } = this.run;
    const { onScreen } = this.subset;
    const split = this.split === null ? null : this.splits.indexOf(this.split);
    return numbersWhere(
      onScreen,
      (shown, sample) => shown === 1 && (split === null || samples?.split[sample] === split),
    );
  }

  /** All epochs' matrices; null until the predictions are here. */
  get confusion(): Confusion | null {
    const label = this.run.samples?.label;
    const { predictions } = this.predictions;
    // A run that has gained epochs: those of fewer stay until all are here.
    if (
      predictions === null ||
      label === undefined ||
      predictions.predicted.length !== label.length * this.epochs.length
    )
      return null;
    return countConfusion(predictions.predicted, label, this.counted, this.classes.names.length);
  }

  /** The place of the epoch shown among the run's; null where nothing was predicted at it. */
  get place(): number | null {
    const place = this.timeline.epoch === null ? -1 : this.epochs.indexOf(this.timeline.epoch);
    return place < 0 ? null : place;
  }

  get epochs(): readonly number[] {
    return this.run.manifest?.epochs ?? [];
  }

  /** The classes of the samples that count, in the data set's order. */
  get numbers(): readonly number[] {
    return this.confusion === null ? [] : [...numbersWhere(this.confusion.labeled, (count) => count > 0)];
  }

  /** The same classes as the rows and columns show them. */
  get ordered(): readonly number[] {
    return this.confusion === null ? [] : orderClasses(this.confusion, this.numbers, this.order);
  }

  /** What the cells show at this epoch. */
  get values(): Values {
    const { confusion, place } = this;
    return confusion === null || place === null
      ? NO_VALUES
      : valuesAt(confusion, place, this.numbers, this.normalization);
  }

  /** Of the samples that count, how many are selected in each cell, shape (classes, classes). */
  get marks(): Uint32Array {
    const marks = new Uint32Array(this.classes.names.length ** 2);
    const predicted = this.predictions.predictedAt(this.timeline.epoch);
    const label = this.run.samples?.label;
    const selected = new Set(this.selection.samples);
    if (predicted === null || label === undefined || selected.size === 0) return marks;
    addPairs(
      predicted,
      label,
      this.counted.filter((sample) => selected.has(sample)),
      this.classes.names.length,
      marks,
    );
    return marks;
  }

  /** Who is taken for whom at the epoch shown, the most frequent first. */
  get pairs(): readonly Pair[] {
    return this.confusion === null || this.place === null
      ? []
      : confusedPairs(this.confusion, this.place, this.numbers);
  }

  /** Wrong samples at the epoch shown, and those of them whose predicted class is none of the matrix's. */
  get wrong(): { wrong: number; elsewhere: number } {
    return this.confusion === null || this.place === null
      ? { wrong: 0, elsewhere: 0 }
      : countWrong(this.confusion, this.place, this.numbers);
  }

  /** The cell that was pointed at last: it stays in sight until it is another one's turn. */
  get pointed(): Cell | null {
    const isHere = (number: number | null | undefined) =>
      number === null || (number !== undefined && this.numbers.includes(number));
    return isHere(this.lastPointed?.label) && isHere(this.lastPointed?.predicted) ? this.lastPointed : null;
  }

  countOf(cell: Cell): number {
    return this.confusion === null || this.place === null ? 0 : countAt(this.confusion, this.place, cell);
  }

  /** Of how many samples a cell's are a share. */
  totalOf(cell: Cell): number {
    return this.confusion === null || this.place === null
      ? 0
      : totalAt(this.confusion, this.place, cell, this.normalization);
  }

  valueOf(cell: Cell): number {
    return this.confusion === null || this.place === null
      ? 0
      : valueAt(this.confusion, this.place, cell, this.normalization);
  }

  /** A cell's number at every epoch of the run. */
  valuesOver(cell: Cell, normalization: Normalization = this.normalization): Float32Array {
    return this.confusion === null ? new Float32Array() : valuesOver(this.confusion, cell, normalization);
  }

  /** Since when a cell holds samples, and when it held the most; null where it never does. */
  storyOf(cell: Cell): { first: number; most: number; count: number } | null {
    const counts = this.valuesOver(cell, "count");
    const count = Math.max(...counts);
    if (!(count > 0)) return null;
    return {
      first: this.epochs[counts.findIndex((one) => one > 0)] ?? 0,
      most: this.epochs[counts.indexOf(count)] ?? 0,
      count,
    };
  }

  /** How many of a cell's samples are selected. */
  markedIn(cell: Cell): number {
    const { marks } = this;
    const classes = this.classes.names.length;
    if (cell.label !== null && cell.predicted !== null) return marks[cell.label * classes + cell.predicted] ?? 0;
    return marks.reduce(
      (sum, count, at) => sum + (count > 0 && holds(cell, Math.floor(at / classes), at % classes) ? count : 0),
      0,
    );
  }

  samplesOf(cell: Cell): Uint32Array<ArrayBuffer> {
    const predicted = this.predictions.predictedAt(this.timeline.epoch);
    const label = this.run.samples?.label;
    if (predicted === null || label === undefined) return new Uint32Array();
    return this.counted.filter((sample) => holds(cell, label[sample] ?? 0, predicted[sample] ?? 0));
  }

  pick(cell: Cell, picking: Picking): void {
    this.selection.pick(this.samplesOf(cell), picking);
  }

  point(cell: Cell): void {
    this.lastPointed = cell;
  }

  /** Unknown values, here and below, fall back to the default. */
  choose({ split, view, normalization, order }: ConfusionChoices): void {
    this.countSplit(split);
    this.show(view);
    this.normalize(normalization);
    this.orderBy(order);
  }

  show(view: string | null): void {
    this.wantedView = VIEWS.find((one) => one === view) ?? null;
  }
  countSplit(split: string | null): void {
    this.wantedSplit = split;
  }
  normalize(normalization: string | null): void {
    this.normalization = NORMALIZATIONS.find((one) => one === normalization) ?? "count";
  }
  orderBy(order: string | null): void {
    this.order = CLASS_ORDERS.find((one) => one === order) ?? "dataset";
  }

  private get usualView(): ConfusionView {
    return this.numbers.length > MANY_CLASSES ? "pairs" : "matrix";
  }
}
