/** Where each sample came from; loaded once somebody looks at one. */
import { makeAutoObservable, observableRef } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import { LatestRequest } from "../api/LatestRequest.ts";
import { problemOf } from "./status.ts";
import type { Problem, Status } from "./status.ts";

export class SourcesStore {
  status: Status = "idle";
  problem: Problem | null = null;
  private run: string | null = null;
  private sources: readonly string[] = [];

  constructor(
    private readonly api: ApiClient,
    private readonly latest = new LatestRequest(),
  ) {
    makeAutoObservable<this, "api" | "latest" | "sources">(this, {
      api: false,
      latest: false,
      sources: observableRef,
      problem: observableRef,
    });
  }

  /** Null while they are not here. */
  of(run: string, sample: number): string | null {
    return run === this.run ? (this.sources[sample] ?? null) : null;
  }

  /** Those of every sample; null while they are not here. */
  allOf(run: string): readonly string[] | null {
    return run === this.run && this.sources.length > 0 ? this.sources : null;
  }

  /** Load a run's sources, unless they are here already. */
  async load(run: string): Promise<void> {
    if (run === this.run && this.status !== "failed") return;
    this.begin(run);
    try {
      const sources = await this.latest.run((signal) => this.api.fetchSources(run, signal));
      if (sources !== null) this.show(sources);
    } catch (error) {
      this.fail(error);
    }
  }

  private begin(run: string): void {
    this.run = run;
    this.sources = [];
    this.problem = null;
    this.status = "loading";
  }

  private show(sources: readonly string[]): void {
    this.sources = sources;
    this.status = "idle";
  }

  private fail(error: unknown): void {
    this.status = "failed";
    this.problem = problemOf(error);
  }
}
