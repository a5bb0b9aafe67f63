/** How far to trust each sample of the projection on screen in each epoch. */
import { makeAutoObservable } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import type { Projection, SampleQuality } from "../api/manifest.ts";
import { Loaded } from "./Loaded.ts";
import type { Problem, Status } from "./status.ts";

export class QualityStore {
  private readonly loaded = new Loaded<Projection, SampleQuality>();

  constructor(private readonly api: ApiClient) {
    makeAutoObservable(this);
  }

  get status(): Status {
    return this.loaded.status;
  }

  get problem(): Problem | null {
    return this.loaded.problem;
  }

  /** The measures of a projection; null where they are not here, or it has none. */
  of(projection: Projection | null): SampleQuality | null {
    return this.loaded.of(projection);
  }

  async load(run: string, projection: Projection): Promise<void> {
    const file = projection.quality;
    if (file === null) this.loaded.forget();
    else await this.loaded.load(projection, (signal) => this.api.fetchQuality(run, file, signal));
  }
}
