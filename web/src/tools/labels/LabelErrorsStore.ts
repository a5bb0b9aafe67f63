/** The visible samples whose labels are likely wrong, the likeliest first, with the evidence against each label. */
import { makeAutoObservable, reaction, when } from "mobx";
import type { LabelErrors } from "../../api/arrays.ts";
import type { LabelEvidenceStore } from "../../loaded/LabelEvidenceStore.ts";
import type { PredictionsStore } from "../../loaded/PredictionsStore.ts";
import type { RunStore } from "../../loaded/RunStore.ts";
import type { Problem, Status } from "../../loaded/status.ts";
import { numbersWhere } from "../../numbers/samples.ts";
import type { ClassesStore } from "../../page/ClassesStore.ts";
import type { SubsetStore } from "../../page/SubsetStore.ts";
import type { WorkspaceStore } from "../../page/WorkspaceStore.ts";
import { csvOf } from "../../ui/saveFile.ts";

export interface Suspect {
  readonly sample: number;
  readonly label: number;
  readonly suggested: number;
  /** Mean probabilities, and the share of neighbors with the same label. */
  readonly givenConfidence: number;
  readonly suggestedConfidence: number;
  readonly agreement: number;
  /** The number of the scored epochs at which the suggested class was predicted, and the run's first epoch at which it was. */
  readonly predicted: number;
  readonly since: number | null;
}

const PAGE = 40;
/** The encodings of shares in 16 and 8 bits. */
const FINE_SHARE = 65535,
  SHARE = 255;

interface Needs {
  readonly run: RunStore;
  readonly classes: ClassesStore;
  readonly subset: SubsetStore;
  readonly predictions: PredictionsStore;
  readonly labelEvidence: LabelEvidenceStore;
  readonly workspace: WorkspaceStore;
}

export class LabelErrorsStore {
  limit = PAGE;

  constructor(private readonly page: Needs) {
    makeAutoObservable(this);
  }

  get status(): Status {
    return this.page.labelEvidence.status;
  }

  get problem(): Problem | null {
    return this.page.labelEvidence.problem;
  }

  /** The visible samples, the likeliest wrong label first; null until the evidence is loaded. */
  get ranking(): Uint32Array<ArrayBuffer> | null {
    const { errors } = this;
    if (errors === null) return null;
    const { onScreen } = this.page.subset;
    const { suspicion, suggested } = errors;
    const { merging, samples } = this.page.run;
    // Between classes that are shown as one, no label is wrong.
    const isMerged = (sample: number) =>
      merging.groups.length > 0 && merging.shownAs(suggested[sample] ?? 0) === samples?.label[sample];
    const shown = numbersWhere(onScreen, (visible, sample) => visible === 1 && !isMerged(sample));
    return shown.sort((one, other) => (suspicion[other] ?? 0) - (suspicion[one] ?? 0) || one - other);
  }

  /** The first samples of the ranking, with the evidence. */
  get suspects(): Suspect[] {
    return Array.from(this.ranking?.subarray(0, this.limit) ?? [], (sample) => this.suspectOf(sample));
  }

  get more(): number {
    return Math.max(0, (this.ranking?.length ?? 0) - this.limit);
  }

  showMore(): void {
    this.limit += PAGE;
  }

  /** Return the first samples of the ranking as comma-separated values, with an empty column for the right label. */
  csv(samples: number, sourceOf: (sample: number) => string): string {
    const named = (number: number) => this.page.classes.names[number] ?? String(number);
    const lines = Array.from(this.ranking?.subarray(0, samples) ?? [], (sample, index) => {
      const { label, suggested, givenConfidence, suggestedConfidence, agreement } = this.suspectOf(sample);
      const suspicion = (this.errors?.suspicion[sample] ?? 0).toFixed(3);
      return [
        index + 1,
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

  /** Load the evidence once the tool is open, and list the first again for another run. Return a function that stops this. */
  start(): () => void {
    const { labelEvidence, run, workspace } = this.page;
    const stops = [
      when(
        () => workspace.open === "labels",
        () => {
          labelEvidence.want();
        },
      ),
      reaction(
        () => run.manifest?.label_errors,
        () => {
          this.showFirst();
        },
      ),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  private showFirst(): void {
    this.limit = PAGE;
  }

  /** The evidence for the run on screen. */
  private get errors(): LabelErrors | null {
    return this.page.labelEvidence.of(this.page.run.manifest);
  }

  private suspectOf(sample: number): Suspect {
    const { errors } = this;
    const at = (values: ArrayLike<number> | undefined) => values?.[sample] ?? 0;
    const suggested = this.page.run.merging.shownAs(at(errors?.suggested));
    return {
      sample,
      suggested,
      label: at(this.page.run.samples?.label),
      ...this.predictedAs(sample, suggested),
      givenConfidence: at(errors?.given_confidence) / FINE_SHARE,
      suggestedConfidence: at(errors?.suggested_confidence) / FINE_SHARE,
      agreement: at(errors?.agreement) / SHARE,
    };
  }

  private predictedAs(sample: number, number: number): { predicted: number; since: number | null } {
    const { manifest } = this.page.run;
    const { predictions } = this.page.predictions;
    if (manifest === null || predictions === null) return { predicted: 0, since: null };
    const epochs = predictions.epochs.filter(
      (epoch, index) => epoch > 0 && predictions.predicted[index * manifest.sample_count + sample] === number,
    );
    const scored = new Set(manifest.label_errors?.epochs);
    return { predicted: epochs.filter((epoch) => scored.has(epoch)).length, since: epochs[0] ?? null };
  }
}
