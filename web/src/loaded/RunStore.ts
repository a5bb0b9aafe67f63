/** The run on the page: its manifest, its samples and how accurate it was. */
import { makeAutoObservable } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import { ApiError } from "../api/ApiError.ts";
import type { Arrays, ClassNumbers, Samples } from "../api/arrays.ts";
import type { BinaryFile, Manifest, Metric, Projection } from "../api/manifest.ts";
import { Loaded } from "./Loaded.ts";
import { MergingStore } from "./MergingStore.ts";
import { problemOf } from "./status.ts";
import type { Problem, Status } from "./status.ts";

interface OpenRun {
  readonly manifest: Manifest;
  readonly samples: Samples;
  readonly metrics: readonly Metric[];
  /** Whose squares make up the common frame: those the run had when it was opened, so that one more does not move the camera. */
  readonly framing: readonly Projection[];
}

const NO_METRICS: readonly Metric[] = [];
const NO_PROJECTIONS: readonly Projection[] = [];

export class RunStore {
  /** Which run was requested. */
  name: string | null = null;
  /** Whether a refresh is under way. */
  refreshing = false;
  /** Which classes are shown as one. */
  readonly merging = new MergingStore();
  private readonly loaded = new Loaded<string, OpenRun>();

  constructor(private readonly api: ApiClient) {
    makeAutoObservable(this, { refreshing: false, merging: false });
  }

  get manifest(): Manifest | null {
    return this.loaded.value?.manifest ?? null;
  }

  /** The samples, with labels as they are merged. */
  get samples(): Samples | null {
    const samples = this.loaded.value?.samples ?? null;
    if (samples === null || this.merging.groups.length === 0) return samples;
    return { ...samples, label: this.merging.merged(samples.label) };
  }

  get metrics(): readonly Metric[] {
    return this.loaded.value?.metrics ?? NO_METRICS;
  }

  get framing(): readonly Projection[] {
    return this.loaded.value?.framing ?? NO_PROJECTIONS;
  }

  /** Whether the samples have labels: a class each. */
  get labeled(): boolean {
    return this.manifest === null || isLabeled(this.manifest);
  }

  get status(): Status {
    return this.loaded.status;
  }

  get problem(): Problem | null {
    return this.loaded.problem;
  }

  /** Metrics at an epoch, in the order of the run's splits, whatever their order in the file. */
  metricsAt(epoch: number): readonly Metric[] {
    const order = (metric: Metric) => this.manifest?.splits.indexOf(metric.split) ?? 0;
    return this.metrics.filter((metric) => metric.epoch === epoch).sort((a, b) => order(a) - order(b));
  }

  /** Accuracy at an epoch by split, in the order of the run's splits. */
  accuraciesAt(epoch: number): { split: string; accuracy: number }[] {
    return this.metricsAt(epoch).flatMap(({ split, accuracy }) => (accuracy === null ? [] : [{ split, accuracy }]));
  }

  /** Return true once the run is shown; false where it failed or another one was requested meanwhile. */
  showRun(name: string): Promise<boolean> {
    this.name = name;
    return this.loaded.load(name, (signal) => this.fetchRun(name, signal));
  }

  /**
   * Take over what the run has gained, if anything; everything else stays the same object, so that nothing is loaded again.
   * A run that was recorded again is dropped, and its problem says so.
   */
  async refresh(): Promise<void> {
    const before = this.loaded.value;
    if (before === null) return;
    this.refreshing = true;
    try {
      await this.loaded.refresh((signal) => this.fetchGains(before, signal));
    } catch (error) {
      if (problemOf(error).outdated) this.drop(error);
      throw error;
    } finally {
      this.refreshing = false;
    }
  }

  /** No run: the requested one cannot be shown, or none was requested. */
  showNone(name: string | null): void {
    this.name = name;
    this.loaded.forget();
  }

  /** Nothing that is here holds for a run that was recorded again. */
  private drop(error: unknown): void {
    this.loaded.forget();
    this.loaded.fail(error);
  }

  private async fetchGains(before: OpenRun, signal: AbortSignal): Promise<OpenRun> {
    const manifest = await this.api.fetchManifest(before.manifest.name, signal);
    if (!isSameFile(manifest.samples, before.manifest.samples)) throw recordedAgain(manifest.title);
    if (isSameManifest(manifest, before.manifest)) return withLive(before, manifest.live);
    const { metrics } = await this.api.fetchMetrics(manifest, signal);
    const now = withSameParts(before.manifest, manifest);
    return { ...before, manifest: now, metrics };
  }

  private async fetchRun(name: string, signal: AbortSignal): Promise<OpenRun> {
    const manifest = await this.api.fetchManifest(name, signal);
    const [{ metrics }, samples] = await Promise.all([
      this.api.fetchMetrics(manifest, signal),
      this.api.fetchArrays(name, manifest.samples, signal),
    ]);
    return { manifest, samples: samplesOf(samples, manifest), metrics, framing: manifest.projections };
  }
}

/** What is done to a run changes without a new revision. */
function withLive(before: OpenRun, live: Manifest["live"]): OpenRun {
  const isSame = JSON.stringify(live) === JSON.stringify(before.manifest.live);
  return isSame ? before : { ...before, manifest: { ...before.manifest, live } };
}

function recordedAgain(title: string): ApiError {
  return new ApiError("outdated", `${title} has been recorded again since this page was opened. Reload the page.`);
}

function isSameFile(one: BinaryFile, other: BinaryFile): boolean {
  return one.identity === other.identity && one.checksum === other.checksum;
}

/** An export may be replaced by one of other parts of the same run. */
function isSameManifest(one: Manifest, other: Manifest): boolean {
  return one.checksums === undefined ? one.revision === other.revision : JSON.stringify(one) === JSON.stringify(other);
}

function isLabeled({ samples: { arrays } }: Manifest): boolean {
  return arrays.length === 0 || arrays.some(({ name }) => name === "label");
}

/** Samples without labels are all of one class more than the run has. */
function samplesOf(arrays: Arrays, manifest: Manifest): Samples {
  const { sample_count: samples, dataset } = manifest;
  const Numbers = dataset.classes.length < 256 ? Uint8Array : Uint16Array;
  const label = arrays.label ?? new Numbers(samples).fill(dataset.classes.length);
  return { label: label as ClassNumbers, split: arrays.split as Uint8Array };
}

/** Return the manifest as it is now, with the objects of before for all parts that did not change. */
function withSameParts(before: Manifest, now: Manifest): Manifest {
  const projections = now.projections.map((entry) =>
    keepIfSame(
      before.projections.find(({ positions }) => positions.path === entry.positions.path),
      entry,
    ),
  );
  const neighbors = now.neighbors.map((set) =>
    keepIfSame(
      before.neighbors.find(({ layer }) => layer === set.layer),
      set,
    ),
  );
  const columns = now.columns.map((column, place) => keepIfSame(before.columns[place], column));
  return {
    ...now,
    columns,
    projections,
    neighbors,
    predictions: keepIfSame(before.predictions, now.predictions),
    probabilities: keepIfSame(before.probabilities, now.probabilities),
    dynamics: keepIfSame(before.dynamics, now.dynamics),
    label_errors: keepIfSame(before.label_errors, now.label_errors),
  };
}

function keepIfSame<Part>(before: Part | undefined, now: Part): Part {
  return before !== undefined && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}
