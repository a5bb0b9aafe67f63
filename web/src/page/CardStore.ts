/** The selected samples as a list in an order of one's choice: what each is, and what the network takes it for at the epoch shown. */
import { makeAutoObservable } from "mobx";
import type { PredictionsStore } from "../loaded/PredictionsStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import { measureOf } from "../numbers/measures.ts";
import type { SampleMeasure } from "../numbers/measures.ts";
import { sortedByValue } from "../numbers/sorting.ts";
import { csvOf } from "../ui/csv.ts";
import type { ClassesStore } from "./ClassesStore.ts";
import type { MeasuresStore } from "./MeasuresStore.ts";
import type { RestStore } from "./RestStore.ts";
import type { SelectionStore } from "./SelectionStore.ts";
import type { TimelineStore } from "./TimelineStore.ts";

export interface Card {
  readonly sample: number;
  readonly label: number;
  readonly labelName: string;
  readonly split: string;
  /** Null where nothing was predicted. */
  readonly predicted: number | null;
  readonly predictedName: string;
  readonly confidence: number;
  readonly right: boolean;
}

const PAGE = 60;
/** Decimals that mean something: of counts and numbers of epochs none, of what the server tells in steps of 1/255 two. */
const DECIMALS: Partial<Record<SampleMeasure, number>> = {
  forgotten: 0,
  first_learned: 0,
  confidence: 2,
  correctness: 2,
  trustworthiness: 2,
};
const USUAL_DECIMALS = 4;

export class CardStore {
  largestFirst = false;
  private room = PAGE;
  private wanted: SampleMeasure | null = null;

  constructor(
    private readonly run: RunStore,
    private readonly classes: ClassesStore,
    private readonly timeline: TimelineStore,
    private readonly rest: RestStore,
    private readonly predictions: PredictionsStore,
    private readonly measures: MeasuresStore,
    private readonly selection: SelectionStore,
  ) {
    makeAutoObservable<this, "run" | "classes" | "timeline" | "rest" | "predictions" | "measures" | "selection">(this, {
      run: false,
      classes: false,
      timeline: false,
      rest: false,
      predictions: false,
      measures: false,
      selection: false,
    });
  }

  /** What the samples are sorted by, where it can be had; null is their number. */
  get sorting(): SampleMeasure | null {
    return this.wanted !== null && this.measures.available.includes(this.wanted) ? this.wanted : null;
  }

  /** Whether the order is that of the sorting: its numbers may still be on their way. */
  get sorted(): boolean {
    return this.sorting === null || this.measures.tableOf(this.sorting) !== null;
  }

  /** The selected samples in the order of the list. */
  get order(): Uint32Array<ArrayBuffer> {
    const { samples } = this.selection;
    const values = this.sorting === null ? null : this.measures.valuesAt(this.sorting, this.rest.epoch);
    if (values !== null) return sortedByValue(samples, values, this.largestFirst);
    return this.largestFirst ? samples.slice().reverse() : samples;
  }

  /** Cards of the first so many selected samples. */
  get cards(): Card[] {
    return Array.from(this.order.subarray(0, this.room), (sample) => this.cardOf(sample));
  }

  /** What the samples are sorted by, of every sample at the epoch shown; null where that is their number or not here. */
  get values(): Float32Array | null {
    return this.sorting === null ? null : this.measures.valuesAt(this.sorting, this.timeline.epoch);
  }

  get more(): number {
    return Math.max(0, this.selection.samples.length - this.room);
  }

  /** How many of the selected are wrong at the epoch shown; null where nothing was predicted. */
  get wrongCount(): number | null {
    const predicted = this.predictions.predictedAt(this.timeline.epoch);
    const label = this.run.samples?.label;
    if (predicted === null || label === undefined || this.selection.empty) return null;
    return this.selection.samples.reduce((sum, sample) => sum + (predicted[sample] === label[sample] ? 0 : 1), 0);
  }

  /** All selected samples at the epoch shown as comma-separated values, with a heading and every number that is here. */
  get csv(): string {
    const columns = this.measures.loaded.map((measure) => ({
      measure,
      values: this.measures.valuesAt(measure, this.timeline.epoch),
    }));
    const lines = Array.from(this.order, (sample) => {
      const { labelName, split, predicted, predictedName } = this.cardOf(sample);
      const numbers = columns.map(({ measure, values }) => written(measure, values?.[sample] ?? NaN));
      return [sample, split, labelName, predicted === null ? "" : predictedName, ...numbers];
    });
    return csvOf(["sample", "split", "label", "predicted", ...columns.map(({ measure }) => measure)], lines);
  }

  showMore(): void {
    this.room += PAGE;
  }

  /** What is no measure stands for the samples' number. */
  sortBy(measure: string | null, largestFirst = this.largestFirst): void {
    this.wanted = measureOf(measure);
    this.largestFirst = largestFirst;
    if (this.wanted !== null) this.measures.want(this.wanted);
  }

  turnOrder(): void {
    this.largestFirst = !this.largestFirst;
  }

  cardOf(sample: number): Card {
    const { manifest, samples } = this.run;
    const label = samples?.label[sample] ?? 0;
    const found = this.timeline.epoch === null ? null : this.predictions.at(this.timeline.epoch, sample);
    return {
      sample,
      label,
      labelName: this.nameOf(label),
      split: manifest?.splits[samples?.split[sample] ?? 0] ?? "",
      predicted: found?.predicted ?? null,
      predictedName: found === null ? "" : this.nameOf(found.predicted),
      confidence: found?.confidence ?? 0,
      right: found?.predicted === label,
    };
  }

  private nameOf(number: number): string {
    return this.classes.names[number] ?? String(number);
  }
}

function written(measure: SampleMeasure, value: number): string {
  if (Number.isNaN(value)) return "";
  return value.toFixed(DECIMALS[measure] ?? USUAL_DECIMALS);
}
