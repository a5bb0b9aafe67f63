/** Samples on screen whose labels are likely wrong, the likeliest first, and what speaks against each. */
import { makeAutoObservable } from "mobx";
import type { ApiClient } from "../../api/ApiClient.ts";
import type { LabelErrors, LabelErrorsFile, Manifest } from "../../api/manifest.ts";
import { Loaded } from "../../loaded/Loaded.ts";
import type { PredictionsStore } from "../../loaded/PredictionsStore.ts";
import type { RunStore } from "../../loaded/RunStore.ts";
import type { Problem, Status } from "../../loaded/status.ts";
import { numbersWhere } from "../../numbers/samples.ts";
import type { ClassesStore } from "../../page/ClassesStore.ts";
import type { SubsetStore } from "../../page/SubsetStore.ts";
import { csvOf } from "../../ui/csv.ts";

export interface Suspect {
  readonly sample: number;
  readonly label: number;
  readonly suggested: number;
  /** Mean probabilities, and the share of neighbors with the label. */
  readonly givenConfidence: number;
  readonly suggestedConfidence: number;
  readonly agreement: number;
  /** At how many of the epochs looked at it was taken for the suggested class, and the first of the run that began so. */
  readonly taken: number;
  readonly since: number | null;
}

const PAGE = 40;
const FINE_SHARE = 65535,
  SHARE = 255;

interface Needs {
  readonly api: ApiClient;
  readonly run: RunStore;
  readonly classes: ClassesStore;
  readonly subset: SubsetStore;
  readonly predictions: PredictionsStore;
}

export class LabelErrorsStore {
  room = PAGE;
  private readonly loaded = new Loaded<LabelErrorsFile, LabelErrors>();

  constructor(private readonly page: Needs) {
    makeAutoObservable(this);
  }

  get status(): Status {
    return this.loaded.status;
  }

  get problem(): Problem | null {
    return this.loaded.problem;
  }

  /** Samples on screen, the likeliest wrong label first; null while nothing is here. */
  get ranking(): Uint32Array<ArrayBuffer> | null {
    const { errors } = this;
    if (errors === null) return null;
    const { onScreen } = this.page.subset;
    const { suspicion } = errors;
    const shown = numbersWhere(onScreen, (there) => there === 1);
    return shown.sort((one, other) => (suspicion[other] ?? 0) - (suspicion[one] ?? 0) || one - other);
  }

  /** The first of the ranking, with what speaks against them. */
  get suspects(): Suspect[] {
    return Array.from(this.ranking?.subarray(0, this.room) ?? [], (sample) => this.suspectOf(sample));
  }

  get more(): number {
    return Math.max(0, (this.ranking?.length ?? 0) - this.room);
  }

  showMore(): void {
    this.room += PAGE;
  }

  /** So many of the ranking as comma-separated values, with an empty column for the right label. */
  csv(most: number, sourceOf: (sample: number) => string): string {
    const named = (number: number) => this.page.classes.names[number] ?? String(number);
    const lines = Array.from(this.ranking?.subarray(0, most) ?? [], (sample, place) => {
      const { label, suggested, givenConfidence, suggestedConfidence, agreement } = this.suspectOf(sample);
      const suspicion = (this.errors?.suspicion[sample] ?? 0).toFixed(3);
      return [
        place + 1,
        sample,
        sourceOf(sample),
        named(label),
        named(suggested),
        suspicion,
        givenConfidence.toFixed(3),
        suggestedConfidence.toFixed(3),
        agreement.toFixed(2),
        "",
      ];
    });
    return csvOf(
      [
        "rank",
        "sample",
        "source",
        "label",
        "suggested",
        "suspicion",
        "given_confidence",
        "suggested_confidence",
        "agreement",
        "right_label",
      ],
      lines,
    );
  }

  /** Load what speaks against the labels of a run, unless it is here already or the run has not been trained. */
  async load(manifest: Manifest): Promise<void> {
    const file = manifest.label_errors;
    if (file !== this.loaded.key) this.room = PAGE;
    if (file === null) this.loaded.forget();
    else await this.loaded.load(file, (signal) => this.page.api.fetchLabelErrors(manifest.name, file, signal));
  }

  /** Of the run on screen. */
  private get errors(): LabelErrors | null {
    return this.loaded.of(this.page.run.manifest?.label_errors ?? null);
  }

  private suspectOf(sample: number): Suspect {
    const { errors } = this;
    const at = (values: ArrayLike<number> | undefined) => values?.[sample] ?? 0;
    const suggested = at(errors?.suggested);
    return {
      sample,
      suggested,
      label: at(this.page.run.samples?.label),
      ...this.takenFor(sample, suggested),
      givenConfidence: at(errors?.given_confidence) / FINE_SHARE,
      suggestedConfidence: at(errors?.suggested_confidence) / FINE_SHARE,
      agreement: at(errors?.agreement) / SHARE,
    };
  }

  private takenFor(sample: number, number: number): { taken: number; since: number | null } {
    const { manifest } = this.page.run;
    const { predictions } = this.page.predictions;
    if (manifest === null || predictions === null) return { taken: 0, since: null };
    const epochs = manifest.epochs.filter(
      (epoch, place) => epoch > 0 && predictions.predicted[place * manifest.sample_count + sample] === number,
    );
    const looked = new Set(manifest.label_errors?.epochs);
    return { taken: epochs.filter((epoch) => looked.has(epoch)).length, since: epochs[0] ?? null };
  }
}
