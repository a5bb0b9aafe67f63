/** Where each sample came from; loaded once a sample is looked at. */
import { makeAutoObservable } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import type { Manifest } from "../api/manifest.ts";
import { Loaded } from "./Loaded.ts";
import type { Problem, Status } from "./status.ts";

export class SourcesStore {
  private readonly loaded = new Loaded<string, readonly string[]>();

  constructor(private readonly api: ApiClient) {
    makeAutoObservable(this);
  }

  get status(): Status {
    return this.loaded.status;
  }

  get problem(): Problem | null {
    return this.loaded.problem;
  }

  /** Null while they are not here. */
  of(run: string, sample: number): string | null {
    return this.loaded.of(run)?.[sample] ?? null;
  }

  /** Those of every sample; null while they are not here. */
  allOf(run: string): readonly string[] | null {
    return this.loaded.of(run);
  }

  /** Load a run's sources, unless they are here already. */
  async load(manifest: Manifest): Promise<void> {
    await this.loaded.load(manifest.name, (signal) => this.api.fetchSources(manifest, signal));
  }
}
