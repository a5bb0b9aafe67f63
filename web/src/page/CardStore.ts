/** The selected samples as a sorted list: what each is, and what the network predicts at the epoch shown. */
import { makeAutoObservable } from "mobx";
import type { Column } from "../api/manifest.ts";
import type { ColumnsStore } from "../loaded/ColumnsStore.ts";
import type { PredictionsStore } from "../loaded/PredictionsStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import { columnName, isNumberColumn, measureOf } from "../numbers/measures.ts";
import type { KnownMeasure, SampleMeasure } from "../numbers/measures.ts";
import type { Measures } from "../numbers/measureTable.ts";
import { sortedByValue } from "../numbers/samples.ts";
import { csvOf } from "../ui/saveFile.ts";
import type { ClassesStore } from "./ClassesStore.ts";
import type { Drawing } from "./DrawingStore.ts";
import type { MeasuresStore } from "./MeasuresStore.ts";
import type { SelectionStore } from "./SelectionStore.ts";
import type { TimelineStore } from "./TimelineStore.ts";

export interface Card {
  readonly sample: number;
  readonly label: number;
  /** Empty without a label. */
  readonly labelName: string;
  readonly split: string;
  /** Null where nothing was predicted. */
  readonly predicted: number | null;
  readonly predictedName: string;
  readonly confidence: number;
  /** Null without a label or a prediction. */
  readonly right: boolean | null;
}

const PAGE = 60;
/** Significant decimals: none for counts and epochs, two for values that the server sends in steps of 1/255. */
const DECIMALS: Partial<Record<KnownMeasure, number>> = {
  forgotten: 0,
  first_learned: 0,
  confidence: 2,
  correctness: 2,
  trustworthiness: 2,
};
const DEFAULT_DECIMALS = 4;
/** What single precision has. */
const SINGLE_DIGITS = 7;

interface Needs {
  readonly run: RunStore;
  readonly classes: ClassesStore;
  readonly timeline: TimelineStore;
  readonly predictions: PredictionsStore;
  readonly measures: MeasuresStore;
  readonly columns: ColumnsStore;
  readonly selection: SelectionStore;
  readonly drawing: Pick<Drawing, "shown">;
}

export class CardStore {
  largestFirst = false;
  private limit = PAGE;
  private chosen: SampleMeasure | null = null;

  constructor(private readonly page: Needs) {
    makeAutoObservable(this);
  }

  /** The measure that the samples are sorted by, if the run has it; null sorts them by number. */
  get sorting(): SampleMeasure | null {
    return this.chosen !== null && this.page.measures.available.includes(this.chosen) ? this.chosen : null;
  }

  /** Whether the values to sort by are loaded. */
  get sorted(): boolean {
    return this.sorting === null || this.page.measures.tableOf(this.sorting) !== null;
  }

  /** The selected samples, in the order of the list. */
  get order(): Uint32Array<ArrayBuffer> {
    const { samples } = this.page.selection;
    const values =
      this.sorting === null ? null : this.page.measures.valuesAt(this.sorting, this.page.timeline.restingEpoch);
    if (values !== null) return sortedByValue(samples, values, this.largestFirst);
    return this.largestFirst ? samples.slice().reverse() : samples;
  }

  /** Cards of the first selected samples, up to the limit. */
  get cards(): Card[] {
    return Array.from(this.order.subarray(0, this.limit), (sample) => this.cardOf(sample));
  }

  /** Every sample's value of the measure sorted by, at the epoch shown; null if sorted by number or not loaded. */
  get values(): Measures | null {
    return this.sorting === null ? null : this.page.measures.valuesAt(this.sorting, this.page.timeline.epoch);
  }

  get more(): number {
    return Math.max(0, this.page.selection.samples.length - this.limit);
  }

  /** How many of the selected samples are misclassified at the epoch shown; null where nothing was predicted. */
  get wrongCount(): number | null {
    const predicted = this.page.predictions.predictedAt(this.page.timeline.epoch);
    const label = this.page.run.samples?.label;
    if (predicted === null || label === undefined || !this.page.run.labeled || this.page.selection.empty) return null;
    return this.page.selection.samples.reduce((sum, sample) => sum + (predicted[sample] === label[sample] ? 0 : 1), 0);
  }

  /** The samples on screen that the network misclassifies at the epoch shown; null where nothing was predicted. */
  get wrongShown(): Uint32Array<ArrayBuffer> | null {
    const predicted = this.page.predictions.predictedAt(this.page.timeline.epoch);
    const label = this.page.run.samples?.label;
    if (predicted === null || label === undefined || !this.page.run.labeled) return null;
    return this.page.drawing.shown.filter((sample) => predicted[sample] !== label[sample]);
  }

  /** All selected samples at the epoch shown as comma-separated values, with a header and every measure that is loaded. */
  get csv(): string {
    const columns = this.page.measures.loaded.map((measure) => ({
      measure,
      values: this.page.measures.valuesAt(measure, this.page.timeline.epoch),
    }));
    const own = (this.page.run.manifest?.columns ?? []).filter((column) => this.hasWords(column));
    const lines = Array.from(this.order, (sample) => {
      const { labelName, split, predicted, predictedName } = this.cardOf(sample);
      const numbers = columns.map(({ measure, values }) => cellOf(measure, values?.[sample] ?? NaN));
      const others = own.map((column) => this.wordOf(column, sample) ?? "");
      return [sample, split, labelName, predicted === null ? "" : predictedName, ...numbers, ...others];
    });
    const names = columns.map(({ measure }) => (isNumberColumn(measure) ? columnName(measure) : measure));
    return csvOf(["sample", "split", "label", "predicted", ...names, ...own.map(({ name }) => name)], lines);
  }

  showMore(): void {
    this.limit += PAGE;
  }

  /** Sort by a measure; any other name sorts by sample number. */
  sortBy(measure: string | null, largestFirst = this.largestFirst): void {
    this.chosen = measureOf(measure);
    this.largestFirst = largestFirst;
    if (this.chosen !== null) this.page.measures.want(this.chosen);
  }

  reverseOrder(): void {
    this.largestFirst = !this.largestFirst;
  }

  cardOf(sample: number): Card {
    const { manifest, samples } = this.page.run;
    const label = samples?.label[sample] ?? 0;
    const { epoch } = this.page.timeline;
    const prediction = epoch === null ? null : this.page.predictions.at(epoch, sample);
    return {
      sample,
      label,
      labelName: this.page.run.labeled ? this.nameOf(label) : "",
      split: manifest?.splits[samples?.split[sample] ?? 0] ?? "",
      predicted: prediction?.predicted ?? null,
      predictedName: prediction === null ? "" : this.nameOf(prediction.predicted),
      confidence: prediction?.confidence ?? 0,
      right: this.page.run.labeled && prediction !== null ? prediction.predicted === label : null,
    };
  }

  /** Whether a column has classes or texts of the selected samples, and they are here. */
  private hasWords(column: Column): boolean {
    return column.kind !== "number" && this.order.every((sample) => this.wordOf(column, sample) !== null);
  }

  private wordOf(column: Column, sample: number): string | null {
    return this.page.columns.textAt(column, this.page.timeline.epoch, sample);
  }

  private nameOf(number: number): string {
    return this.page.classes.names[number] ?? String(number);
  }
}

function cellOf(measure: SampleMeasure, value: number): string {
  if (Number.isNaN(value)) return "";
  return isNumberColumn(measure)
    ? String(Number(value.toPrecision(SINGLE_DIGITS)))
    : value.toFixed(DECIMALS[measure] ?? DEFAULT_DECIMALS);
}
