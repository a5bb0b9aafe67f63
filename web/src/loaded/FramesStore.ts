/** The positions of the projection on screen, as they arrive: one epoch for the first picture, then all. */
import { makeAutoObservable } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import type { Projection } from "../api/manifest.ts";
import { Loaded } from "./Loaded.ts";
import type { Fetch } from "./Loaded.ts";
import type { Problem, Status } from "./status.ts";

/** Positions by the epoch's place in the projection, each of shape (samples, 2); undefined is not here yet. */
export interface Frames {
  readonly projection: Projection;
  readonly samples: number;
  readonly positions: readonly (Uint16Array | undefined)[];
}

export class FramesStore {
  /** The share of the pack that has arrived. */
  share = 0;
  private readonly loaded = new Loaded<Projection, Frames>();

  constructor(private readonly api: ApiClient) {
    makeAutoObservable(this);
  }

  get frames(): Frames | null {
    return this.loaded.value;
  }

  get status(): Status {
    return this.loaded.status;
  }

  get problem(): Problem | null {
    return this.loaded.problem;
  }

  get loadedEpochs(): number {
    return this.frames?.positions.filter((positions) => positions !== undefined).length ?? 0;
  }

  get complete(): boolean {
    return this.frames !== null && this.loadedEpochs === this.frames.positions.length;
  }

  /** Load a projection, the epoch at `index` first. */
  async load(run: string, projection: Projection, index: number): Promise<void> {
    this.arrive(0);
    await this.loaded.load(projection, (signal, show) => this.fetch(run, projection, index, signal, show));
  }

  /** Nothing to show: another run is coming, or it has no projection. */
  clear(): void {
    this.loaded.forget();
    this.arrive(0);
  }

  private async fetch(
    run: string,
    projection: Projection,
    index: number,
    ...[signal, show]: Parameters<Fetch<Frames>>
  ): Promise<Frames> {
    const epoch = projection.epochs[index] ?? 0;
    const first = await this.api.fetchEpoch(run, projection, epoch, signal);
    show(framesOf(projection, first.length / 2, (place) => (place === index ? first : undefined)));
    signal.throwIfAborted();
    const pack = await this.api.fetchPack(run, projection, signal, (share) => {
      if (!signal.aborted) this.arrive(share);
    });
    return framesOf(projection, first.length / 2, (place) => epochOf(pack, place, first.length));
  }

  private arrive(share: number): void {
    this.share = share;
  }
}

function framesOf(projection: Projection, samples: number, at: (place: number) => Uint16Array | undefined): Frames {
  return { projection, samples, positions: projection.epochs.map((_, place) => at(place)) };
}

function epochOf(pack: Uint16Array, place: number, length: number): Uint16Array {
  return pack.subarray(place * length, (place + 1) * length);
}
