/** How far to trust each sample of the projection on screen in each epoch; loaded when it is asked for. */
import { makeAutoObservable, observableRef } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import { LatestRequest } from "../api/LatestRequest.ts";
import type { Projection, SampleQuality } from "../api/manifest.ts";
import { problemOf } from "./status.ts";
import type { Problem, Status } from "./status.ts";

export class QualityStore {
  /** Of the projection last asked for; null while it is not here. */
  quality: SampleQuality | null = null;
  status: Status = "idle";
  problem: Problem | null = null;
  private projection: Projection | null = null;

  constructor(
    private readonly api: ApiClient,
    private readonly latest = new LatestRequest(),
  ) {
    makeAutoObservable<this, "api" | "latest" | "projection">(this, {
      api: false,
      latest: false,
      projection: observableRef,
      quality: observableRef,
      problem: observableRef,
    });
  }

  /** The measures of a projection; null where they are not here, or it has none. */
  of(projection: Projection | null): SampleQuality | null {
    return projection === this.projection ? this.quality : null;
  }

  async load(run: string, projection: Projection): Promise<void> {
    if (this.projection === projection) return;
    this.begin(projection);
    const file = projection.quality;
    if (file === null) return;
    try {
      const quality = await this.latest.run((signal) => this.api.fetchQuality(run, file, signal));
      if (quality !== null) this.show(quality);
    } catch (error) {
      this.fail(error);
    }
  }

  private begin(projection: Projection): void {
    this.latest.cancel();
    this.projection = projection;
    this.quality = this.problem = null;
    this.status = projection.quality === null ? "idle" : "loading";
  }

  private show(quality: SampleQuality): void {
    this.quality = quality;
    this.status = "idle";
  }

  private fail(error: unknown): void {
    this.status = "failed";
    this.problem = problemOf(error);
  }
}
