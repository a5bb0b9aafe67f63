/** The runs that can be looked at. */
import { makeAutoObservable, observableRef } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import { LatestRequest } from "../api/LatestRequest.ts";
import type { RunList, RunSummary } from "../api/manifest.ts";
import { problemOf } from "./status.ts";
import type { Problem, Status } from "./status.ts";

export class RunsStore {
  runs: readonly RunSummary[] | null = null;
  /** Whether who serves them lays out other settings on demand. */
  takesJobs = false;
  status: Status = "idle";
  problem: Problem | null = null;

  constructor(
    private readonly api: ApiClient,
    private readonly latest = new LatestRequest(),
  ) {
    makeAutoObservable<this, "api" | "latest">(this, {
      api: false,
      latest: false,
      runs: observableRef,
      problem: observableRef,
    });
  }

  /** What to show to somebody who did not ask for a run: preferably one that has a picture. */
  get first(): RunSummary | null {
    const whole = this.runs?.filter((run) => run.problem === null) ?? [];
    return whole.find((run) => (run.projections ?? 0) > 0) ?? whole[0] ?? null;
  }

  find(name: string): RunSummary | null {
    return this.runs?.find((run) => run.name === name) ?? null;
  }

  async load(): Promise<void> {
    this.status = "loading";
    try {
      const list = await this.latest.run((signal) => this.api.fetchRuns(signal));
      if (list !== null) this.show(list);
    } catch (error) {
      this.fail(error);
    }
  }

  private show(list: RunList): void {
    this.runs = list.runs;
    this.takesJobs = list.takes_jobs;
    this.status = "idle";
    this.problem = null;
  }

  private fail(error: unknown): void {
    this.status = "failed";
    this.problem = problemOf(error);
  }
}
