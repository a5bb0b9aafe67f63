/** Loads what the page's state requires: positions first, then every number about the samples. */
import { reaction } from "mobx";
import type { Manifest } from "../api/manifest.ts";
import type { BlocksStore } from "../loaded/BlocksStore.ts";
import type { ColumnsStore } from "../loaded/ColumnsStore.ts";
import type { DynamicsStore } from "../loaded/DynamicsStore.ts";
import type { LabelEvidenceStore } from "../loaded/LabelEvidenceStore.ts";
import type { PositionsStore } from "../loaded/PositionsStore.ts";
import type { PredictionsStore } from "../loaded/PredictionsStore.ts";
import type { QualityStore } from "../loaded/QualityStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import type { SourcesStore } from "../loaded/SourcesStore.ts";
import type { ColorStore } from "./ColorStore.ts";
import type { MeasuresStore } from "./MeasuresStore.ts";
import type { ModeStore } from "./ModeStore.ts";
import type { ProjectionStore } from "./ProjectionStore.ts";
import type { TimelineStore } from "./TimelineStore.ts";

interface Needs {
  readonly mode: ModeStore;
  readonly run: RunStore;
  readonly projection: ProjectionStore;
  readonly timeline: TimelineStore;
  readonly color: ColorStore;
  readonly measures: MeasuresStore;
  readonly positions: PositionsStore;
  readonly predictions: PredictionsStore;
  readonly quality: QualityStore;
  readonly dynamics: DynamicsStore;
  readonly labelEvidence: LabelEvidenceStore;
  readonly columns: ColumnsStore;
  readonly blocks: BlocksStore;
  readonly sources: SourcesStore;
}

export class PageLoader {
  /** The manifest that was read again because an answer did not belong to it: once is enough. */
  private outdated: Manifest | null = null;

  constructor(private readonly page: Needs) {}

  /** Load what follows from decisions, until stopped. Returns how to stop. */
  start(): () => void {
    const { run, projection, positions, color, measures, dynamics, labelEvidence, columns } = this.page;
    const stops = [
      reaction(
        () => run.manifest,
        (manifest) => {
          if (manifest === null) this.forgetValues();
        },
      ),
      reaction(
        () => (this.isOutdated ? run.manifest : null),
        (manifest) => {
          this.readAgain(manifest);
        },
      ),
      reaction(
        () => projection.entry,
        () => {
          this.loadPositions();
        },
      ),
      reaction(
        () => (this.hasTime ? run.manifest : null),
        () => {
          this.loadPredictions();
        },
      ),
      reaction(
        () => (positions.complete ? projection.entry : null),
        () => {
          this.loadQuality();
        },
      ),
      reaction(
        () => (this.hasTime && dynamics.wanted ? run.manifest : null),
        () => {
          this.loadDynamics();
        },
      ),
      reaction(
        () => (this.hasTime && labelEvidence.wanted ? run.manifest : null),
        () => {
          this.loadLabelEvidence();
        },
      ),
      reaction(
        () => color.coloring,
        () => {
          color.wantColumn();
        },
        { fireImmediately: true },
      ),
      reaction(
        () => (this.hasTime ? [run.manifest, columns.wanted] : null),
        () => {
          this.loadColumns();
        },
      ),
      reaction(
        () => (this.hasTime ? measures.neighbors : undefined),
        () => {
          this.loadMotion();
        },
      ),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  loadPositions(): void {
    const { run, projection, timeline, positions } = this.page;
    timeline.settle();
    if (projection.entry === null || run.name === null) positions.clear();
    else void positions.load(run.name, projection.entry, timeline.index);
  }

  /**
   * Take over what the run has gained, and request again what failed to load. Where the server does not answer, all
   * stays as it is.
   */
  async refresh(): Promise<void> {
    const { run, positions } = this.page;
    if (run.refreshing) return;
    await run.refresh().catch(() => undefined);
    if (positions.status === "failed") this.loadPositions();
    this.loadPredictions();
    this.loadQuality();
    this.loadDynamics();
    this.loadLabelEvidence();
    this.loadColumns();
    this.loadMotion();
  }

  private get isOutdated(): boolean {
    const { positions, predictions, quality, dynamics, labelEvidence, columns, blocks, sources } = this.page;
    const answers = [positions, predictions, quality, dynamics, labelEvidence, columns, blocks, sources];
    return answers.some(({ problem }) => problem?.outdated === true);
  }

  private readAgain(manifest: Manifest | null): void {
    if (manifest === null || manifest === this.outdated || this.page.run.refreshing) return;
    this.outdated = manifest;
    void this.refresh();
  }

  /** Two runs may have the same number of samples: values of one must not be shown for the other. */
  private forgetValues(): void {
    this.page.predictions.forget();
    this.page.quality.forget();
    this.page.dynamics.forget();
    this.page.labelEvidence.forget();
    this.page.columns.forget();
  }

  /** All numbers come after the positions, where those are on screen. What is here is not requested again. */
  private get hasTime(): boolean {
    return this.page.positions.complete || this.page.mode.inside;
  }

  private loadPredictions(): void {
    const { run, predictions, timeline } = this.page;
    if (run.manifest !== null && this.hasTime) void predictions.load(run.manifest, timeline.epoch);
  }

  private loadQuality(): void {
    const { run, projection, positions, quality, timeline } = this.page;
    if (run.name !== null && projection.entry !== null && positions.complete)
      void quality.load(run.name, projection.entry, timeline.epoch);
  }

  private loadDynamics(): void {
    const { run, dynamics, timeline } = this.page;
    if (run.manifest !== null && this.hasTime && dynamics.wanted) void dynamics.load(run.manifest, timeline.epoch);
  }

  private loadLabelEvidence(): void {
    const { run, labelEvidence } = this.page;
    if (run.manifest !== null && this.hasTime && labelEvidence.wanted) void labelEvidence.load(run.manifest);
  }

  private loadColumns(): void {
    const { run, columns, timeline } = this.page;
    if (run.manifest !== null && this.hasTime) void columns.load(run.manifest, timeline.epoch);
  }

  private loadMotion(): void {
    const { run, dynamics, measures, timeline } = this.page;
    if (run.name !== null && this.hasTime) void dynamics.loadMotion(run.name, measures.neighbors, timeline.epoch);
  }
}
