/** The events of a training on the timeline's axis: who flipped at each step, and what stands out. */
import { makeAutoObservable } from "mobx";
import type { DynamicsStore } from "../loaded/DynamicsStore.ts";
import type { PredictionsStore } from "../loaded/PredictionsStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import type { ClassesStore } from "../page/ClassesStore.ts";
import type { SelectionStore } from "../page/SelectionStore.ts";
import type { SubsetStore } from "../page/SubsetStore.ts";
import type { TimelineStore } from "../page/TimelineStore.ts";
import { bursts, busiest, classAccuracies, emergences, flippedAt, flipsOf, largest, rateSteps } from "./events.ts";
import type { Told } from "./events.ts";

/** The samples that became right, or wrong, at a step. */
export interface FlipEvent {
  readonly kind: "learned" | "forgotten";
  readonly epoch: number;
  readonly count: number;
  /** Whether it stands out of the other steps. */
  readonly burst: boolean;
}

/** Of the samples on screen, those that move furthest in the layer at one step. */
const MOVERS = 0.05;

export type TrainingEvent =
  | FlipEvent
  | { readonly kind: "emerges"; readonly epoch: number; readonly classes: readonly number[] }
  | { readonly kind: "rate"; readonly epoch: number; readonly from: number; readonly to: number }
  | { readonly kind: "movers"; readonly epoch: number };

export class EventsStore {
  constructor(
    private readonly run: RunStore,
    private readonly timeline: TimelineStore,
    private readonly classes: ClassesStore,
    private readonly subset: SubsetStore,
    private readonly predictions: PredictionsStore,
    private readonly dynamics: DynamicsStore,
    private readonly selection: SelectionStore,
  ) {
    makeAutoObservable<this, "run" | "timeline" | "classes" | "subset" | "predictions" | "dynamics" | "selection">(
      this,
      {
        run: false,
        timeline: false,
        classes: false,
        subset: false,
        predictions: false,
        dynamics: false,
        selection: false,
      },
    );
  }

  /** Those of every step, in the order of the epochs; none before the predictions are here. */
  get flips(): FlipEvent[] {
    const { told } = this;
    if (told === null) return [];
    const counts = flipsOf(told);
    const total = told.counted.reduce((sum, counts) => sum + counts, 0);
    const [learned, forgotten] = [bursts(counts.learned, total), bursts(counts.forgotten, total)];
    return this.steps.flatMap(
      ({ epoch, place }) =>
        [
          { kind: "learned", epoch, count: counts.learned[place] ?? 0, burst: learned.includes(place) },
          { kind: "forgotten", epoch, count: counts.forgotten[place] ?? 0, burst: forgotten.includes(place) },
        ] satisfies FlipEvent[],
    );
  }

  /** What stands out beside flips, in the order of the epochs. */
  get marks(): TrainingEvent[] {
    const shown = new Set(this.steps.map(({ epoch }) => epoch));
    const rates = rateSteps(this.run.metrics).map((step) => ({ kind: "rate", ...step }) as const);
    return [...rates, ...this.emerging, ...this.movers]
      .filter(({ epoch }) => shown.has(epoch))
      .sort((one, other) => one.epoch - other.epoch);
  }

  /** Go to an event's epoch and select the samples that it is about; a step of the learning rate is about none. */
  show(event: TrainingEvent): void {
    this.timeline.showEpoch(event.epoch);
    const samples = this.samplesOf(event);
    if (samples !== null) this.selection.pick(samples);
  }

  private samplesOf(event: TrainingEvent): number[] | null {
    const { told } = this;
    const place = this.epochs.indexOf(event.epoch);
    if (event.kind === "rate" || told === null) return null;
    if (event.kind === "emerges") return this.rightOf(event.classes, place);
    return event.kind === "movers" ? this.moversAt(event.epoch) : flippedAt(told, place, event.kind);
  }

  private get epochs(): readonly number[] {
    return this.run.manifest?.epochs ?? [];
  }

  /** The epochs on the timeline that have one before them, and their places in the run. */
  private get steps(): { epoch: number; place: number }[] {
    const shown = new Set(this.timeline.epochs);
    return this.epochs.flatMap((epoch, place) => (place > 0 && shown.has(epoch) ? [{ epoch, place }] : []));
  }

  private get told(): Told | null {
    const { predictions } = this.predictions;
    const { samples } = this.run;
    if (predictions === null || samples === null) return null;
    return {
      predicted: predictions.predicted,
      label: samples.label,
      counted: this.subset.onScreen,
      epochs: this.epochs.length,
    };
  }

  private get emerging(): TrainingEvent[] {
    const { told } = this;
    if (told === null) return [];
    const first = this.epochs[0] === 0 ? 1 : 0;
    const places = emergences(classAccuracies(told, this.classes.names.length), first);
    return this.epochs.flatMap((epoch, at) => {
      const numbers = [...places.keys()].filter((number) => places[number] === at);
      return numbers.length === 0 ? [] : [{ kind: "emerges", epoch, classes: numbers } as const];
    });
  }

  private get movers(): TrainingEvent[] {
    const { motion } = this.dynamics;
    const place = motion === null ? null : busiest(motion.steps, this.subset.onScreen.length);
    const epoch = place === null ? undefined : motion?.of.epochs[place];
    return epoch === undefined ? [] : [{ kind: "movers", epoch }];
  }

  private moversAt(epoch: number): number[] | null {
    const { motion } = this.dynamics;
    const place = motion?.of.epochs.indexOf(epoch) ?? -1;
    const samples = this.subset.onScreen.length;
    return motion === null || place < 0
      ? null
      : largest(motion.steps.subarray(place * samples, (place + 1) * samples), this.subset.onScreen, MOVERS);
  }

  private rightOf(classes: readonly number[], place: number): number[] {
    const {
      told,
      subset: { onScreen: counted },
    } = this;
    const from = place * counted.length;
    return [...counted.keys()].filter((sample) => {
      const number = told?.label[sample] ?? -1;
      return counted[sample] === 1 && classes.includes(number) && told?.predicted[from + sample] === number;
    });
  }
}
