/** How the network came to see the sample that is looked at, over all epochs and at the one on screen. */
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
import { curveOf, flipsOf, flipWords, topClasses, valueAt } from "./sampleHistory.ts";
import type { ClassShare, Curve, Flip } from "./sampleHistory.ts";

const TOP = 5;
const LEARNED = ["first_learned", "forgotten", "label_confidence", "variability", "area_under_margin"] as const;

export interface NamedShare extends ClassShare {
  readonly name: string;
  readonly isLabel: boolean;
}

/** What the curve says at one epoch. */
export interface Reading {
  readonly epoch: number;
  readonly label: number;
  readonly rival: number;
  readonly rivalName: string;
}

export class SampleHistoryStore {
  constructor(
    private readonly run: RunStore,
    private readonly classes: ClassesStore,
    private readonly timeline: TimelineStore,
    private readonly predictions: PredictionsStore,
    private readonly measures: MeasuresStore,
    private readonly inspected: InspectedStore,
    private readonly blocks: BlocksStore,
  ) {
    makeAutoObservable<this, "run" | "classes" | "timeline" | "predictions" | "measures" | "inspected" | "blocks">(
      this,
      {
        run: false,
        classes: false,
        timeline: false,
        predictions: false,
        measures: false,
        inspected: false,
        blocks: false,
      },
    );
  }

  get epochs(): readonly number[] {
    return this.run.manifest?.epochs ?? [];
  }

  /** Null until the probabilities are here. */
  get curve(): Curve | null {
    return this.probabilities === null ? null : curveOf(this.probabilities, this.epochs.length, this.label);
  }

  get flips(): readonly Flip[] {
    return this.predicted === null ? [] : flipsOf(this.epochs, this.predicted, this.label);
  }

  /** Null until the predictions are here. */
  get flipWords(): string | null {
    return this.predicted === null ? null : flipWords(this.epochs, this.predicted, this.label);
  }

  /** The likeliest classes at the epoch shown, and the label; null until the probabilities are here, and where this epoch has none. */
  get top(): readonly NamedShare[] | null {
    const { place, probabilities } = this;
    if (probabilities === null || place < 0) return null;
    const classes = probabilities.length / this.epochs.length;
    const shares = topClasses(probabilities.subarray(place * classes, (place + 1) * classes), TOP, this.label);
    return shares.map((one) => ({ ...one, name: this.nameOf(one.number), isLabel: one.number === this.label }));
  }

  /** How training went with it up to the epoch shown; null until that is here, and where this epoch has none. */
  get learned(): readonly { readonly measure: SampleMeasure; readonly value: number }[] | null {
    const [sample, epoch] = [this.inspected.number, this.timeline.epoch];
    const found = LEARNED.flatMap((measure) => {
      const table = this.measures.tableOf(measure);
      const value = table === null || sample === null || epoch === null ? null : valueAt(table, epoch, sample);
      return value === null ? [] : [{ measure, value }];
    });
    return found.length < LEARNED.length ? null : found;
  }

  readingAt(epoch: number): Reading | null {
    const place = this.epochs.indexOf(epoch);
    if (this.curve === null || place < 0) return null;
    const { label, rival, rivalClass } = this.curve;
    return {
      epoch,
      label: label[place] ?? 0,
      rival: rival[place] ?? 0,
      rivalName: this.nameOf(rivalClass[place] ?? 0),
    };
  }

  /** Of the epoch shown among the run's. */
  private get place(): number {
    return this.timeline.epoch === null ? -1 : this.epochs.indexOf(this.timeline.epoch);
  }

  private get label(): number {
    return this.run.samples?.label[this.inspected.number ?? 0] ?? 0;
  }

  /** In 1/65535, shape (epochs, classes). */
  private get probabilities(): BlockValues | null {
    const { manifest } = this.run;
    const { number } = this.inspected;
    if (!manifest?.probabilities || number === null) return null;
    return this.blocks.rowsOf(manifest, manifest.probabilities, manifest.epochs, number);
  }

  /** Shape (epochs). */
  private get predicted(): readonly number[] | null {
    const { predictions } = this.predictions;
    const { number } = this.inspected;
    if (predictions === null || number === null) return null;
    const samples = this.run.manifest?.sample_count ?? 0;
    return this.epochs.map((_, place) => predictions.predicted[place * samples + number] ?? 0);
  }

  private nameOf(number: number): string {
    return this.classes.names[number] ?? String(number);
  }
}
