/** How each sample was learned, and how far it moved in the layer on screen; loaded once somebody asks for it. */
import { makeAutoObservable, observableRef } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import { LatestRequest } from "../api/LatestRequest.ts";
import type { Dynamics, Manifest, NeighborSet } from "../api/manifest.ts";
import { problemOf } from "./status.ts";
import type { Problem, Status } from "./status.ts";

export class DynamicsStore {
  /** Of the run last asked for; null while it is not here. */
  dynamics: Dynamics | null = null;
  /** Ways since the epoch before, in 1/4096, shape (epochs of the layer's neighbors, samples). */
  motion: { readonly of: NeighborSet; readonly steps: Uint16Array } | null = null;
  /** Whether something on the page needs them: they are larger than the first picture. */
  wanted = false;
  status: Status = "idle";
  problem: Problem | null = null;
  private manifest: Manifest | null = null;

  constructor(
    private readonly api: ApiClient,
    private readonly latest = new LatestRequest(),
    private readonly latestMotion = new LatestRequest(),
  ) {
    makeAutoObservable<this, "api" | "latest" | "latestMotion" | "manifest">(this, {
      api: false,
      latest: false,
      latestMotion: false,
      manifest: observableRef,
      dynamics: observableRef,
      motion: observableRef,
      problem: observableRef,
    });
  }

  want(): void {
    this.wanted = true;
  }

  /** Load a run's dynamics, unless they are here already or the run has none. */
  async load(manifest: Manifest): Promise<void> {
    if (
      this.manifest?.name === manifest.name &&
      this.manifest.dynamics === manifest.dynamics &&
      this.status !== "failed"
    )
      return;
    this.begin(manifest);
    const file = manifest.dynamics;
    if (file === null) return;
    try {
      const dynamics = await this.latest.run((signal) => this.api.fetchDynamics(manifest.name, file, signal));
      if (dynamics !== null) this.show(dynamics);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Load how far samples moved in a layer; null, where it is not projected. */
  async loadMotion(run: string, layer: NeighborSet | null): Promise<void> {
    if (this.motion?.of === layer) return;
    this.showMotion(null);
    if (layer === null) return;
    try {
      const steps = await this.latestMotion.run((signal) => this.api.fetchMotion(run, layer, signal));
      if (steps !== null) this.showMotion({ of: layer, steps });
    } catch (error) {
      this.fail(error);
    }
  }

  /** Another run is coming: what was counted of this one says nothing of its samples. */
  forget(): void {
    this.latest.cancel();
    this.latestMotion.cancel();
    this.manifest = this.dynamics = this.motion = this.problem = null;
    this.status = "idle";
  }

  private begin(manifest: Manifest): void {
    this.latest.cancel();
    this.manifest = manifest;
    this.dynamics = this.problem = null;
    this.status = manifest.dynamics === null ? "idle" : "loading";
  }

  private show(dynamics: Dynamics): void {
    this.dynamics = dynamics;
    this.status = "idle";
  }

  private showMotion(motion: DynamicsStore["motion"]): void {
    this.motion = motion;
  }

  private fail(error: unknown): void {
    this.status = "failed";
    this.problem = problemOf(error);
  }
}
