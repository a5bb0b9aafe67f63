/** The events of a training on the timeline's axis: the samples that flipped at each step, and what stands out. */
import { makeAutoObservable } from "mobx";
import type { DynamicsStore } from "../loaded/DynamicsStore.ts";
import type { PredictionsStore } from "../loaded/PredictionsStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import type { ClassesStore } from "../page/ClassesStore.ts";
import type { Picking, SelectionStore } from "../page/SelectionStore.ts";
import type { SubsetStore } from "../page/SubsetStore.ts";
import type { TimelineStore } from "../page/TimelineStore.ts";
import { bursts, busiest, classAccuracies, emergences, flippedAt, flipsOf, largest, rateSteps } from "./events.ts";
import type { TrainingRecord } from "./events.ts";

/** The samples learned, or forgotten, at a step. */
export interface FlipEvent {
  readonly kind: "learned" | "forgotten";
  readonly epoch: number;
  readonly count: number;
  /** Whether the count stands out from those of other steps. */
  readonly burst: boolean;
}

/** The share of the samples on screen that count as movers: those that move furthest in the layer at a step. */
const MOVERS = 0.05;

export type TrainingEvent =
  | FlipEvent
  | { readonly kind: "emerges"; readonly epoch: number; readonly classes: readonly number[] }
  | { readonly kind: "rate"; readonly epoch: number; readonly from: number; readonly to: number }
  | { readonly kind: "movers"; readonly epoch: number };

/** What happened at one epoch. */
export interface EventStep {
  readonly epoch: number;
  readonly events: readonly TrainingEvent[];
}

interface Needs {
  readonly run: RunStore;
  readonly timeline: TimelineStore;
  readonly classes: ClassesStore;
  readonly subset: SubsetStore;
  readonly predictions: PredictionsStore;
  readonly dynamics: DynamicsStore;
  readonly selection: SelectionStore;
}

export class EventsStore {
  constructor(private readonly page: Needs) {
    makeAutoObservable(this);
  }

  /** The flips of every step, in the order of the epochs; none until the predictions are loaded. */
  get flips(): FlipEvent[] {
    const { record } = this;
    if (record === null) return [];
    const counts = flipsOf(record);
    const total = record.counted.reduce((sum, counts) => sum + counts, 0);
    const [learned, forgotten] = [bursts(counts.learned, total), bursts(counts.forgotten, total)];
    return this.steps.flatMap(
      ({ epoch, index }) =>
        [
          { kind: "learned", epoch, count: counts.learned[index] ?? 0, burst: learned.includes(index) },
          { kind: "forgotten", epoch, count: counts.forgotten[index] ?? 0, burst: forgotten.includes(index) },
        ] satisfies FlipEvent[],
    );
  }

  /** Other events, in the order of the epochs. */
  get marks(): TrainingEvent[] {
    const shown = new Set(this.steps.map(({ epoch }) => epoch));
    const rates = rateSteps(this.page.run.metrics).map((step) => ({ kind: "rate", ...step }) as const);
    return [...rates, ...this.emerging, ...this.movers]
      .filter(({ epoch }) => shown.has(epoch))
      .sort((one, other) => one.epoch - other.epoch);
  }

  /** All events, by epoch. */
  get byEpoch(): EventStep[] {
    const all = [...this.flips, ...this.marks];
    const epochs = [...new Set(all.map(({ epoch }) => epoch))].sort((one, other) => one - other);
    return epochs.map((epoch) => ({ epoch, events: all.filter((event) => event.epoch === epoch) }));
  }

  select(event: TrainingEvent, picking: Picking): void {
    this.page.selection.pick(this.samplesOf(event) ?? [], picking);
  }

  /** Null for a step of the learning rate, which has none. */
  samplesOf(event: TrainingEvent): number[] | null {
    const { record } = this;
    const index = this.epochs.indexOf(event.epoch);
    if (event.kind === "rate" || record === null) return null;
    if (event.kind === "emerges") return this.rightOf(event.classes, index);
    return event.kind === "movers" ? this.moversAt(event.epoch) : flippedAt(record, index, event.kind);
  }

  private get epochs(): readonly number[] {
    return this.page.predictions.epochs;
  }

  /** The epochs on the timeline that have one before them, and their indexes among those with predictions. */
  private get steps(): { epoch: number; index: number }[] {
    const shown = new Set(this.page.timeline.epochs);
    return this.epochs.flatMap((epoch, index) => (index > 0 && shown.has(epoch) ? [{ epoch, index }] : []));
  }

  private get record(): TrainingRecord | null {
    const { predictions } = this.page.predictions;
    const { samples } = this.page.run;
    if (predictions === null || samples === null || !this.page.run.labeled) return null;
    return {
      predicted: predictions.predicted,
      label: samples.label,
      counted: this.page.subset.onScreen,
      epochs: this.epochs.length,
    };
  }

  private get emerging(): TrainingEvent[] {
    const { record } = this;
    if (record === null) return [];
    const first = this.epochs[0] === 0 ? 1 : 0;
    const indexes = emergences(classAccuracies(record, this.page.classes.names.length), first);
    return this.epochs.flatMap((epoch, at) => {
      const numbers = [...indexes.keys()].filter((number) => indexes[number] === at);
      return numbers.length === 0 ? [] : [{ kind: "emerges", epoch, classes: numbers } as const];
    });
  }

  private get movers(): TrainingEvent[] {
    const { motion } = this.page.dynamics;
    const index = motion === null ? null : busiest(motion.steps, this.page.subset.onScreen.length);
    const epoch = index === null ? undefined : motion?.epochs[index];
    return epoch === undefined ? [] : [{ kind: "movers", epoch }];
  }

  private moversAt(epoch: number): number[] | null {
    const { motion } = this.page.dynamics;
    const index = motion?.epochs.indexOf(epoch) ?? -1;
    const samples = this.page.subset.onScreen.length;
    return motion === null || index < 0
      ? null
      : largest(motion.steps.subarray(index * samples, (index + 1) * samples), this.page.subset.onScreen, MOVERS);
  }

  private rightOf(classes: readonly number[], index: number): number[] {
    const { record } = this;
    const { onScreen: counted } = this.page.subset;
    const from = index * counted.length;
    return [...counted.keys()].filter((sample) => {
      const number = record?.label[sample] ?? -1;
      return counted[sample] === 1 && classes.includes(number) && record?.predicted[from + sample] === number;
    });
  }
}
