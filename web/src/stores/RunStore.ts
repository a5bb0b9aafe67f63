/** The run on the page: its manifest, its samples and how accurate it was. */
import { makeAutoObservable, observableRef } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import { LatestRequest } from "../api/LatestRequest.ts";
import type { Manifest, Metric, Samples } from "../api/manifest.ts";
import { problemOf } from "./status.ts";
import type { Problem, Status } from "./status.ts";

export class RunStore {
  /** Which run was asked for. */
  name: string | null = null;
  manifest: Manifest | null = null;
  samples: Samples | null = null;
  metrics: readonly Metric[] = [];
  status: Status = "idle";
  problem: Problem | null = null;

  constructor(private readonly api: ApiClient, private readonly latest = new LatestRequest()) {
    makeAutoObservable<this, "api" | "latest">(this, {
      api: false, latest: false, manifest: observableRef, samples: observableRef, metrics: observableRef, problem: observableRef,
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
    } catch (error) { this.fail(error); return false; }
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
    this.samples = samples;
    this.metrics = metrics;
    this.status = "idle";
  }

  private fail(error: unknown): void {
    this.status = "failed";
    this.problem = problemOf(error);
  }
}
