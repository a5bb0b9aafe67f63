/** The run on the page: its manifest, its samples and how accurate it was. */
import { makeAutoObservable, observableRef } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import { LatestRequest } from "../api/LatestRequest.ts";
import type { Manifest, Metric, Projection, Samples } from "../api/manifest.ts";
import { problemOf } from "./status.ts";
import type { Problem, Status } from "./status.ts";

export class RunStore {
  /** Which run was asked for. */
  name: string | null = null;
  manifest: Manifest | null = null;
  samples: Samples | null = null;
  /** Whose squares make up the picture's frame: those the run had when it was opened, so that one more does not move the camera. */
  framing: readonly Projection[] = [];
  metrics: readonly Metric[] = [];
  status: Status = "idle";
  problem: Problem | null = null;

  constructor(
    private readonly api: ApiClient,
    private readonly latest = new LatestRequest(),
  ) {
    makeAutoObservable<this, "api" | "latest">(this, {
      api: false,
      latest: false,
      manifest: observableRef,
      framing: observableRef,
      samples: observableRef,
      metrics: observableRef,
      problem: observableRef,
    });
  }

  /** Accuracy at an epoch by split, in the order of the run's splits. */
  accuraciesAt(epoch: number): { split: string; accuracy: number }[] {
    const rows = this.metrics.filter((metric) => metric.epoch === epoch);
    return rows.flatMap(({ split, accuracy }) => (accuracy === null ? [] : [{ split, accuracy }]));
  }

  /** Return true once the run is shown; false where it failed or another one was asked for meanwhile. */
  async showRun(name: string): Promise<boolean> {
    this.ask(name);
    try {
      const answer = await this.latest.run((signal) => this.fetchRun(name, signal));
      if (answer !== null) this.show(...answer);
      return answer !== null;
    } catch (error) {
      this.fail(error);
      return false;
    }
  }

  /** Take over what the run has gained, if anything; everything else stays the same object, so that nothing is loaded again. */
  async refresh(): Promise<void> {
    const before = this.manifest;
    if (before === null) return;
    const answer = await this.latest.run((signal) =>
      Promise.all([this.api.fetchManifest(before.name, signal), this.api.fetchMetrics(before.name, signal)]),
    );
    if (answer !== null && answer[0].revision !== before.revision) this.update(before, answer[0], answer[1].metrics);
  }

  /** No run: what was asked for cannot be shown, or nothing was. */
  showNone(name: string | null): void {
    this.latest.cancel();
    this.ask(name);
    this.status = "idle";
  }

  private async fetchRun(name: string, signal: AbortSignal): Promise<[Manifest, Samples, readonly Metric[]]> {
    const metrics = this.api.fetchMetrics(name, signal);
    // Handled below; a manifest that fails first must not leave this rejection unheard.
    metrics.catch(() => undefined);
    const manifest = await this.api.fetchManifest(name, signal);
    const samples = await this.api.fetchSamples(manifest, signal);
    return [manifest, samples, (await metrics).metrics];
  }

  private ask(name: string | null): void {
    this.name = name;
    this.manifest = this.samples = this.problem = null;
    this.metrics = [];
    this.status = "loading";
  }

  private show(manifest: Manifest, samples: Samples, metrics: readonly Metric[]): void {
    this.manifest = manifest;
    this.framing = manifest.projections;
    this.samples = samples;
    this.metrics = metrics;
    this.status = "idle";
  }

  private update(before: Manifest, now: Manifest, metrics: readonly Metric[]): void {
    const projections = now.projections.map((entry) =>
      keepIfSame(
        before.projections.find(({ path }) => path === entry.path),
        entry,
      ),
    );
    const neighbors = now.neighbors.map((kept) =>
      keepIfSame(
        before.neighbors.find(({ layer }) => layer === kept.layer),
        kept,
      ),
    );
    this.manifest = {
      ...now,
      projections,
      neighbors,
      predictions: keepIfSame(before.predictions, now.predictions),
      probabilities: keepIfSame(before.probabilities, now.probabilities),
      dynamics: keepIfSame(before.dynamics, now.dynamics),
      label_errors: keepIfSame(before.label_errors, now.label_errors),
    };
    this.metrics = metrics;
  }

  private fail(error: unknown): void {
    this.status = "failed";
    this.problem = problemOf(error);
  }
}

function keepIfSame<Part>(before: Part | undefined, now: Part): Part {
  return before !== undefined && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}
