/** The runs that can be looked at. */
import { makeAutoObservable } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import type { RunList, RunSummary } from "../api/manifest.ts";
import { Loaded } from "./Loaded.ts";
import type { Problem } from "./status.ts";

export class RunsStore {
  private readonly loaded = new Loaded<"runs", RunList>();

  constructor(private readonly api: ApiClient) {
    makeAutoObservable(this);
  }

  get runs(): readonly RunSummary[] | null {
    return this.loaded.value?.runs ?? null;
  }

  /** Whether the server lays out other settings on demand. */
  get takesJobs(): boolean {
    return this.loaded.value?.takes_jobs ?? false;
  }

  get problem(): Problem | null {
    return this.loaded.problem;
  }

  /** The run to show where none was requested: preferably one that has a projection. */
  get first(): RunSummary | null {
    const whole = this.runs?.filter((run) => run.problem === null) ?? [];
    return whole.find((run) => (run.projections ?? 0) > 0) ?? whole[0] ?? null;
  }

  find(name: string): RunSummary | null {
    return this.runs?.find((run) => run.name === name) ?? null;
  }

  /** Fetch the list again; the present one stays until then. An error is left to the caller. */
  async refresh(): Promise<void> {
    await this.loaded.refresh((signal) => this.api.fetchRuns(signal));
  }

  async load(): Promise<void> {
    await this.loaded.load("runs", (signal) => this.api.fetchRuns(signal));
  }
}
