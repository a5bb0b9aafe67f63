/** How far to trust each sample of the projection on screen in each epoch. */
import { makeAutoObservable, observableRef } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import type { SampleQuality } from "../api/arrays.ts";
import type { Projection } from "../api/manifest.ts";
import { EpochArrays } from "./EpochArrays.ts";
import type { ByEpoch } from "./EpochArrays.ts";
import { commonLayout } from "./layouts.ts";
import type { Problem, Status } from "./status.ts";

export class QualityStore {
  private projection: Projection | null = null;
  private readonly loaded: EpochArrays<SampleQuality>;

  constructor(api: ApiClient) {
    this.loaded = new EpochArrays(api);
    makeAutoObservable<this, "projection">(this, { projection: observableRef });
  }

  get status(): Status {
    return this.loaded.status;
  }

  get problem(): Problem | null {
    return this.loaded.problem;
  }

  /** The measures of a projection, or of as many of its epochs as are here; null where there are none. */
  of(projection: Projection | null): ByEpoch<SampleQuality> | null {
    if (projection === null || this.projection === null) return null;
    return projection === this.projection || commonLayout(this.projection, projection) > 0 ? this.loaded.value : null;
  }

  /** Another run is coming. */
  forget(): void {
    this.loaded.forget();
    this.projection = null;
  }

  /** Load the measures of a projection, unless they are here already or it has none; those at an epoch first. */
  async load(run: string, projection: Projection, epoch: number | null): Promise<void> {
    const { quality: file } = projection;
    const common = this.projection === null ? 0 : commonLayout(this.projection, projection);
    this.projection = projection;
    if (file === null) this.loaded.forget();
    else await this.loaded.load(run, file, epoch, Math.min(common, this.loaded.commonWith(run, file)));
  }
}
