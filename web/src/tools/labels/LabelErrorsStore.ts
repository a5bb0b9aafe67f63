/** Samples on screen whose labels are likely wrong, the likeliest first, and what speaks against each. */
import { makeAutoObservable, observableRef } from "mobx";
import type { ApiClient } from "../../api/ApiClient.ts";
import { LatestRequest } from "../../api/LatestRequest.ts";
import type { LabelErrors, Manifest } from "../../api/manifest.ts";
import type { PredictionsStore } from "../../loaded/PredictionsStore.ts";
import type { RunStore } from "../../loaded/RunStore.ts";
import { problemOf } from "../../loaded/status.ts";
import type { Problem, Status } from "../../loaded/status.ts";
import { numbersWhere } from "../../numbers/numbersWhere.ts";
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

export class LabelErrorsStore {
  status: Status = "idle";
  problem: Problem | null = null;
  room = PAGE;
  private found: { readonly of: Manifest; readonly errors: LabelErrors } | null = null;

  constructor(
    private readonly api: ApiClient,
    private readonly run: RunStore,
    private readonly classes: ClassesStore,
    private readonly subset: SubsetStore,
    private readonly predictions: PredictionsStore,
    private readonly latest = new LatestRequest(),
  ) {
    makeAutoObservable<this, "api" | "run" | "classes" | "subset" | "predictions" | "latest" | "found">(this, {
      api: false,
      run: false,
      classes: false,
      subset: false,
      predictions: false,
      latest: false,
      found: observableRef,
      problem: observableRef,
    });
  }

  /** Samples on screen, the likeliest wrong label first; null while nothing is here. */
  get ranking(): Uint32Array<ArrayBuffer> | null {
    const { errors } = this;
    if (errors === null) return null;
    const { onScreen } = this.subset;
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
    const named = (number: number) => this.classes.names[number] ?? String(number);
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
    if (this.found?.of.name === manifest.name && this.found.of.label_errors === file) return;
    this.begin();
    if (file === null) return;
    try {
      const errors = await this.latest.run((signal) => this.api.fetchLabelErrors(manifest.name, file, signal));
      if (errors !== null) this.show(manifest, errors);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Of the run on screen. */
  private get errors(): LabelErrors | null {
    return this.found?.of.name === this.run.manifest?.name ? (this.found?.errors ?? null) : null;
  }

  private suspectOf(sample: number): Suspect {
    const { errors } = this;
    const at = (values: ArrayLike<number> | undefined) => values?.[sample] ?? 0;
    const suggested = at(errors?.suggested);
    return {
      sample,
      suggested,
      label: at(this.run.samples?.label),
      ...this.takenFor(sample, suggested),
      givenConfidence: at(errors?.given_confidence) / FINE_SHARE,
      suggestedConfidence: at(errors?.suggested_confidence) / FINE_SHARE,
      agreement: at(errors?.agreement) / SHARE,
    };
  }

  private takenFor(sample: number, number: number): { taken: number; since: number | null } {
    const { manifest } = this.run;
    const { predictions } = this.predictions;
    if (manifest === null || predictions === null) return { taken: 0, since: null };
    const epochs = manifest.epochs.filter(
      (epoch, place) => epoch > 0 && predictions.predicted[place * manifest.sample_count + sample] === number,
    );
    const looked = new Set(manifest.label_errors?.epochs);
    return { taken: epochs.filter((epoch) => looked.has(epoch)).length, since: epochs[0] ?? null };
  }

  private begin(): void {
    this.latest.cancel();
    this.found = this.problem = null;
    this.room = PAGE;
    this.status = "loading";
  }

  private show(of: Manifest, errors: LabelErrors): void {
    this.found = { of, errors };
    this.status = "idle";
  }

  private fail(error: unknown): void {
    this.status = "failed";
    this.problem = problemOf(error);
  }
}
