/** The selected samples as a list: what each is, and what the network takes it for at the epoch shown. */
import { makeAutoObservable } from "mobx";
import type { ClassesStore } from "./ClassesStore.ts";
import type { PredictionsStore } from "./PredictionsStore.ts";
import type { RunStore } from "./RunStore.ts";
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

export class CardStore {
  private room = PAGE;

  constructor(
    private readonly run: RunStore,
    private readonly classes: ClassesStore,
    private readonly timeline: TimelineStore,
    private readonly predictions: PredictionsStore,
    private readonly selection: SelectionStore,
  ) {
    makeAutoObservable<this, "run" | "classes" | "timeline" | "predictions" | "selection">(this, {
      run: false, classes: false, timeline: false, predictions: false, selection: false,
    });
  }

  /** Cards of the first so many selected samples. */
  get cards(): Card[] {
    return Array.from(this.selection.samples.subarray(0, this.room), (sample) => this.cardOf(sample));
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

  /** All selected samples at the epoch shown as comma-separated values, with a heading; the server tells confidence in steps of 1/255. */
  get csv(): string {
    const lines = Array.from(this.selection.samples, (sample) => {
      const { labelName, split, predicted, predictedName, confidence } = this.cardOf(sample);
      return [sample, split, labelName, predicted === null ? "" : predictedName, predicted === null ? "" : confidence.toFixed(2)].map(quoted).join(",");
    });
    return ["sample,split,label,predicted,confidence", ...lines, ""].join("\n");
  }

  showMore(): void {
    this.room += PAGE;
  }

  cardOf(sample: number): Card {
    const { manifest, samples } = this.run;
    const label = samples?.label[sample] ?? 0;
    const found = this.timeline.epoch === null ? null : this.predictions.at(this.timeline.epoch, sample);
    return {
      sample, label, labelName: this.nameOf(label), split: manifest?.splits[samples?.split[sample] ?? 0] ?? "",
      predicted: found?.predicted ?? null, predictedName: found === null ? "" : this.nameOf(found.predicted),
      confidence: found?.confidence ?? 0, right: found?.predicted === label,
    };
  }

  private nameOf(number: number): string {
    return this.classes.names[number] ?? String(number);
  }
}

function quoted(value: string | number): string {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
