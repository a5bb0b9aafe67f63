/** The confusion matrix of the visible samples at the epoch shown, and the selection of its cells. */
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
  cellCount,
  cellHistory,
  cellTotal,
  cellValue,
  confusedPairs,
  countConfusion,
  countWrong,
  holds,
  largestValues,
  NORMALIZATIONS,
} from "./confusion.ts";
import type { Cell, Confusion, Largest, Normalization } from "./confusion.ts";
import { pairCounts } from "./pairCounts.ts";
import type { Pair, PairCounts } from "./pairCounts.ts";

const VIEWS = ["matrix", "pairs"] as const;
export type ConfusionView = (typeof VIEWS)[number];

/** With more classes than this, a matrix is mostly zeros too small to read, so the list of pairs is the default. */
export const MANY_CLASSES = 20;

/** The choices in the tool; null or an unknown name is the default. */
export type ConfusionChoices = Readonly<Record<"split" | "view" | "normalization" | "order", string | null>>;

interface Needs {
  readonly run: RunStore;
  readonly timeline: TimelineStore;
  readonly classes: ClassesStore;
  readonly subset: SubsetStore;
  readonly predictions: PredictionsStore;
  readonly selection: SelectionStore;
}

export class ConfusionStore {
  normalization: Normalization = "count";
  order: ClassOrder = "dataset";
  private chosenView: ConfusionView | null = null;
  /** Null means all splits. */
  private chosenSplit: string | null = null;
  private lastPointed: Cell | null = null;

  constructor(private readonly page: Needs) {
    makeAutoObservable<this, "lastPointed">(this, { lastPointed: observableRef });
  }

  get view(): ConfusionView {
    return this.chosenView ?? this.defaultView;
  }

  get choices(): ConfusionChoices {
    // The default view depends on the number of classes, which is unknown until the predictions are loaded.
    const isDefault = this.chosenView === this.defaultView && this.confusion !== null;
    return {
      split: this.split,
      view: isDefault ? null : this.chosenView,
      normalization: this.normalization === "count" ? null : this.normalization,
      order: this.order === "dataset" ? null : this.order,
    };
  }

  get splits(): readonly string[] {
    return this.page.run.manifest?.splits ?? [];
  }

  /** The split whose samples are counted; null means all. */
  get split(): string | null {
    return this.splits.find((split) => split === this.chosenSplit) ?? null;
  }

  /** The numbers of the counted samples: those on screen and in the split. */
  get counted(): Uint32Array<ArrayBuffer> {
    const { samples } = this.page.run;
    const { onScreen } = this.page.subset;
    const split = this.split === null ? null : this.splits.indexOf(this.split);
    return numbersWhere(
      onScreen,
      (shown, sample) => shown === 1 && (split === null || samples?.split[sample] === split),
    );
  }

  /** The matrices of all epochs; null until the predictions are loaded. */
  get confusion(): Confusion | null {
    const label = this.page.run.samples?.label;
    const { predictions } = this.page.predictions;
    if (predictions === null || label === undefined) return null;
    return countConfusion(predictions.predicted, label, this.counted, this.page.classes.names.length);
  }

  /** The index of the epoch shown among those with predictions; null if nothing was predicted at it. */
  get epochIndex(): number | null {
    const { epoch } = this.page.timeline;
    const index = epoch === null ? -1 : this.epochs.indexOf(epoch);
    return index < 0 ? null : index;
  }

  get epochs(): readonly number[] {
    return this.page.predictions.epochs;
  }

  /** The classes of the counted samples, in the data set's order. */
  get numbers(): readonly number[] {
    return this.confusion === null ? [] : [...numbersWhere(this.confusion.labeled, (count) => count > 0)];
  }

  /** The same classes in the order of the rows and columns. */
  get ordered(): readonly number[] {
    return this.confusion === null ? [] : orderClasses(this.confusion, this.numbers, this.order);
  }

  /** The largest values of the matrix at the epoch shown. */
  get largest(): Largest {
    const { confusion, epochIndex } = this;
    return confusion === null || epochIndex === null
      ? { mostRight: 0, mostWrong: 0 }
      : largestValues(confusion, epochIndex, this.numbers, this.normalization);
  }

  /** The number of counted samples that are selected in each cell, as at one epoch. */
  get marks(): PairCounts {
    const predicted = this.page.predictions.predictedAt(this.page.timeline.epoch);
    const label = this.page.run.samples?.label;
    const selected = new Set(this.page.selection.samples);
    const marks = pairCounts(this.page.classes.names.length, 1, selected.size);
    if (predicted === null || label === undefined || selected.size === 0) return marks;
    for (const sample of this.counted)
      if (selected.has(sample)) marks.add(0, label[sample] ?? 0, predicted[sample] ?? 0);
    return marks;
  }

  /** The confused pairs at the epoch shown, the most frequent first. */
  get pairs(): readonly Pair[] {
    return this.confusion === null || this.epochIndex === null
      ? []
      : confusedPairs(this.confusion, this.epochIndex, this.numbers);
  }

  /** The number of misclassified samples at the epoch shown, and of those predicted as a class that is not in the matrix. */
  get wrong(): { wrong: number; elsewhere: number } {
    return this.confusion === null || this.epochIndex === null
      ? { wrong: 0, elsewhere: 0 }
      : countWrong(this.confusion, this.epochIndex, this.numbers);
  }

  /** The cell that the pointer was over last; its details stay until another cell replaces it. */
  get pointed(): Cell | null {
    const isInMatrix = (number: number | null | undefined) =>
      number === null || (number !== undefined && this.numbers.includes(number));
    return isInMatrix(this.lastPointed?.label) && isInMatrix(this.lastPointed?.predicted) ? this.lastPointed : null;
  }

  countOf(cell: Cell): number {
    const { confusion, epochIndex } = this;
    return confusion === null || epochIndex === null ? 0 : cellCount(confusion, epochIndex, cell);
  }

  /** The number of samples that a cell's share refers to. */
  totalOf(cell: Cell): number {
    const { confusion, epochIndex } = this;
    return confusion === null || epochIndex === null ? 0 : cellTotal(confusion, epochIndex, cell, this.normalization);
  }

  valueOf(cell: Cell): number {
    const { confusion, epochIndex } = this;
    return confusion === null || epochIndex === null ? 0 : cellValue(confusion, epochIndex, cell, this.normalization);
  }

  /** A cell's value at every epoch of the run. */
  historyOf(cell: Cell, normalization: Normalization = this.normalization): Float32Array {
    return this.confusion === null ? new Float32Array() : cellHistory(this.confusion, cell, normalization);
  }

  /** The first epoch at which a cell has samples, the epoch of its maximum, and that maximum; null if it never has any. */
  peakOf(cell: Cell): { first: number; most: number; count: number } | null {
    const counts = this.historyOf(cell, "count");
    const count = Math.max(...counts);
    if (!(count > 0)) return null;
    return {
      first: this.epochs[counts.findIndex((one) => one > 0)] ?? 0,
      most: this.epochs[counts.indexOf(count)] ?? 0,
      count,
    };
  }

  /** The number of a cell's samples that are selected. */
  selectedIn(cell: Cell): number {
    if (cell.label !== null && cell.predicted !== null) return this.marks.at(0, cell.label, cell.predicted);
    return [...this.marks.pairs(0)]
      .filter(({ label, predicted }) => holds(cell, label, predicted))
      .reduce((sum, { count }) => sum + count, 0);
  }

  samplesOf(cell: Cell): Uint32Array<ArrayBuffer> {
    const predicted = this.page.predictions.predictedAt(this.page.timeline.epoch);
    const label = this.page.run.samples?.label;
    if (predicted === null || label === undefined) return new Uint32Array();
    return this.counted.filter((sample) => holds(cell, label[sample] ?? 0, predicted[sample] ?? 0));
  }

  pick(cell: Cell, picking: Picking): void {
    this.page.selection.pick(this.samplesOf(cell), picking);
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
    this.chosenView = VIEWS.find((one) => one === view) ?? null;
  }
  countSplit(split: string | null): void {
    this.chosenSplit = split;
  }
  normalize(normalization: string | null): void {
    this.normalization = NORMALIZATIONS.find((one) => one === normalization) ?? "count";
  }
  orderBy(order: string | null): void {
    this.order = CLASS_ORDERS.find((one) => one === order) ?? "dataset";
  }

  private get defaultView(): ConfusionView {
    return this.numbers.length > MANY_CLASSES ? "pairs" : "matrix";
  }
}
