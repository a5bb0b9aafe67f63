/** The predictions of the inspected sample, over all epochs and at the one shown. */
import { makeAutoObservable } from "mobx";
import type { BlockValues } from "../../loaded/blocks.ts";
import type { BlocksStore } from "../../loaded/BlocksStore.ts";
import type { PredictionsStore } from "../../loaded/PredictionsStore.ts";
import type { RunStore } from "../../loaded/RunStore.ts";
import type { SampleMeasure } from "../../numbers/measures.ts";
import type { ClassesStore } from "../../page/ClassesStore.ts";
import type { InspectedStore } from "../../page/InspectedStore.ts";
import type { MeasuresStore } from "../../page/MeasuresStore.ts";
import type { TimelineStore } from "../../page/TimelineStore.ts";
import { probabilityCurve, predictionFlips, flipText, topClasses, measureAt } from "./sampleHistory.ts";
import type { ClassShare, Curve, Flip } from "./sampleHistory.ts";

const TOP = 5;
const LEARNED = ["first_learned", "forgotten", "label_confidence", "variability", "area_under_margin"] as const;

export interface NamedShare extends ClassShare {
  readonly name: string;
  readonly isLabel: boolean;
}

/** The values of the curve at one epoch. */
export interface Reading {
  readonly epoch: number;
  readonly label: number;
  readonly rival: number;
  readonly rivalName: string;
}

interface Needs {
  readonly run: RunStore;
  readonly classes: ClassesStore;
  readonly timeline: TimelineStore;
  readonly predictions: PredictionsStore;
  readonly measures: MeasuresStore;
  readonly inspected: InspectedStore;
  readonly blocks: BlocksStore;
}

export class SampleHistoryStore {
  constructor(private readonly page: Needs) {
    makeAutoObservable(this);
  }

  get epochs(): readonly number[] {
    return this.page.run.manifest?.epochs ?? [];
  }

  /** Null until the probabilities are loaded. */
  get curve(): Curve | null {
    return this.probabilities === null ? null : probabilityCurve(this.probabilities, this.epochs.length, this.label);
  }

  get flips(): readonly Flip[] {
    return this.predicted === null ? [] : predictionFlips(this.page.predictions.epochs, this.predicted, this.label);
  }

  /** Null until the predictions are loaded. */
  get flipText(): string | null {
    if (this.predicted === null) return null;
    return this.page.timeline.say(flipText(this.page.predictions.epochs, this.predicted, this.label));
  }

  /** The likeliest classes at the epoch shown, and the label; null until the probabilities are loaded, and if this epoch has none. */
  get top(): readonly NamedShare[] | null {
    const { epochIndex, probabilities } = this;
    if (probabilities === null || epochIndex < 0) return null;
    const classes = probabilities.length / this.epochs.length;
    const shares = topClasses(
      probabilities.subarray(epochIndex * classes, (epochIndex + 1) * classes),
      TOP,
      this.label,
    );
    const listed = shares.filter(({ number }) => this.page.run.merging.isShown(number));
    return listed.map((one) => ({ ...one, name: this.nameOf(one.number), isLabel: one.number === this.label }));
  }

  /** How the sample was learned up to the epoch shown; null until that is loaded, and if this epoch has no values. */
  get learned(): readonly { readonly measure: SampleMeasure; readonly value: number }[] | null {
    const [sample, epoch] = [this.page.inspected.number, this.page.timeline.epoch];
    const values = LEARNED.flatMap((measure) => {
      const table = this.page.measures.tableOf(measure);
      const value = table === null || sample === null || epoch === null ? null : measureAt(table, epoch, sample);
      return value === null ? [] : [{ measure, value }];
    });
    return values.length < LEARNED.length ? null : values;
  }

  readingAt(epoch: number): Reading | null {
    const index = this.epochs.indexOf(epoch);
    if (this.curve === null || index < 0) return null;
    const { label, rival, rivalClass } = this.curve;
    return {
      epoch,
      label: label[index] ?? 0,
      rival: rival[index] ?? 0,
      rivalName: this.nameOf(rivalClass[index] ?? 0),
    };
  }

  /** The index of the epoch shown among the run's epochs; -1 if it is not one of them. */
  private get epochIndex(): number {
    return this.page.timeline.epoch === null ? -1 : this.epochs.indexOf(this.page.timeline.epoch);
  }

  private get label(): number {
    return this.page.run.samples?.label[this.page.inspected.number ?? 0] ?? 0;
  }

  /** In 1/65535, shape (epochs, classes), those of merged classes added. */
  private get probabilities(): BlockValues | Float32Array | null {
    const { manifest } = this.page.run;
    const { number } = this.page.inspected;
    if (!manifest?.probabilities || number === null) return null;
    const rows = this.page.blocks.rowsOf(manifest, manifest.probabilities, manifest.epochs, number);
    return rows && this.page.run.merging.summed(rows, manifest.dataset.classes.length);
  }

  /** At each epoch with predictions. */
  private get predicted(): readonly number[] | null {
    const { predictions } = this.page.predictions;
    const { number } = this.page.inspected;
    if (predictions === null || number === null) return null;
    const samples = this.page.run.manifest?.sample_count ?? 0;
    return predictions.epochs.map((_, index) => predictions.predicted[index * samples + number] ?? 0);
  }

  private nameOf(number: number): string {
    return this.page.classes.names[number] ?? String(number);
  }
}
