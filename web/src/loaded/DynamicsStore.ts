/** How each sample was learned, and how far it moved in the layer on screen; loaded once something needs it. */
import { makeAutoObservable } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import type { Dynamics, Manifest, NeighborSet } from "../api/manifest.ts";
import { Loaded } from "./Loaded.ts";
import type { Problem, Status } from "./status.ts";

/** Distances since the epoch before, in 1/4096, shape (epochs of the layer's neighbors, samples). */
interface Motion {
  readonly of: NeighborSet;
  readonly steps: Uint16Array;
}

export class DynamicsStore {
  /** Whether something on the page needs them: they are larger than the first positions. */
  wanted = false;
  private readonly counts = new Loaded<Manifest, Dynamics>(
    (one, other) => one.name === other.name && one.dynamics === other.dynamics,
  );
  private readonly motions = new Loaded<NeighborSet, Motion>();

  constructor(private readonly api: ApiClient) {
    makeAutoObservable(this);
  }

  /** Of the run last requested; null while they are not here. */
  get dynamics(): Dynamics | null {
    return this.counts.value;
  }

  get motion(): Motion | null {
    return this.motions.value;
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

  /** Load a run's dynamics, unless they are here already or the run has none. */
  async load(manifest: Manifest): Promise<void> {
    const file = manifest.dynamics;
    if (this.motions.status === "failed") void this.loadMotion(manifest.name, this.motions.key);
    if (file === null) this.counts.forget();
    else await this.counts.load(manifest, (signal) => this.api.fetchDynamics(manifest.name, file, signal));
  }

  /** Load how far samples moved in a layer; null, where it is not projected. */
  async loadMotion(run: string, layer: NeighborSet | null): Promise<void> {
    if (layer === null) this.motions.forget();
    else
      await this.motions.load(layer, async (signal) => ({
        of: layer,
        steps: await this.api.fetchMotion(run, layer, signal),
      }));
  }

  /** Another run is coming: numbers of this one do not apply to its samples. */
  forget(): void {
    this.counts.forget();
    this.motions.forget();
  }
}
