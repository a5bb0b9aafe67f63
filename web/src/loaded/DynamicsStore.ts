/** How each sample was learned, and how far it moved in the layer on screen; loaded once something needs it. */
import { makeAutoObservable } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import type { Dynamics, Motion } from "../api/arrays.ts";
import type { Manifest, NeighborSet } from "../api/manifest.ts";
import { EpochArrays } from "./EpochArrays.ts";
import type { ByEpoch } from "./EpochArrays.ts";
import type { Problem, Status } from "./status.ts";

/** Distances since the epoch before, in 1/4096, shape (epochs, samples). */
interface LayerMotion {
  readonly layer: string;
  readonly epochs: readonly number[];
  readonly steps: Uint16Array;
}

export class DynamicsStore {
  /** Whether something on the page needs them: they are larger than the first positions. */
  wanted = false;
  /** The layer whose motion was requested. */
  private layer: string | null = null;
  private readonly counts: EpochArrays<Dynamics>;
  private readonly motions: EpochArrays<Motion>;

  constructor(api: ApiClient) {
    // Each epoch counts all before it: the server takes about as long for one of them as for all.
    this.counts = new EpochArrays(api, true);
    this.motions = new EpochArrays(api);
    makeAutoObservable(this);
  }

  /** Of the run last requested; null while they are not here. */
  get dynamics(): ByEpoch<Dynamics> | null {
    return this.counts.value;
  }

  get motion(): LayerMotion | null {
    const { value } = this.motions;
    if (value === null || this.layer === null) return null;
    return { layer: this.layer, epochs: value.epochs, steps: value.layer_motion };
  }

  get status(): Status {
    return this.motions.status === "failed" ? "failed" : this.counts.status;
  }

  get problem(): Problem | null {
    return this.counts.problem ?? this.motions.problem;
  }

  want(): void {
    this.wanted = true;
  }

  /** Load a run's dynamics, unless they are here already or the run has none; those at an epoch first. */
  async load({ name, dynamics: file }: Manifest, epoch: number | null): Promise<void> {
    if (file === null) this.counts.forget();
    else await this.counts.load(name, file, epoch);
  }

  /** Load how far samples moved in a layer; null, where it is not projected. */
  async loadMotion(run: string, neighbors: NeighborSet | null, epoch: number | null): Promise<void> {
    this.layer = neighbors?.layer ?? null;
    if (neighbors === null) this.motions.forget();
    else await this.motions.load(run, neighbors.motion, epoch);
  }

  /** Another run is coming: numbers of this one do not apply to its samples. */
  forget(): void {
    this.counts.forget();
    this.motions.forget();
  }
}
