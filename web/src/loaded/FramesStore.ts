/** The positions of the projection on screen, as they arrive: one epoch for the first picture, then all. */
import { makeAutoObservable, observableRef } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import { LatestRequest } from "../api/LatestRequest.ts";
import type { Projection } from "../api/manifest.ts";
import { problemOf } from "./status.ts";
import type { Problem, Status } from "./status.ts";

/** Positions by the epoch's place in the projection, each of shape (samples, 2); undefined is not here yet. */
export interface Frames {
  readonly projection: Projection;
  readonly samples: number;
  readonly positions: readonly (Uint16Array | undefined)[];
}

export class FramesStore {
  frames: Frames | null = null;
  status: Status = "idle";
  /** The share of the pack that has arrived. */
  share = 0;
  problem: Problem | null = null;

  constructor(
    private readonly api: ApiClient,
    private readonly latest = new LatestRequest(),
  ) {
    makeAutoObservable<this, "api" | "latest">(this, {
      api: false,
      latest: false,
      frames: observableRef,
      problem: observableRef,
    });
  }

  get loadedEpochs(): number {
    return this.frames?.positions.filter((positions) => positions !== undefined).length ?? 0;
  }

  get complete(): boolean {
    return this.frames !== null && this.loadedEpochs === this.frames.positions.length;
  }

  /** Load a projection, the epoch at `index` first. */
  async load(run: string, projection: Projection, index: number): Promise<void> {
    this.begin();
    try {
      await this.latest.run(async (signal) => {
        const epoch = projection.epochs[index] ?? 0;
        const first = await this.api.fetchEpoch(run, projection, epoch, signal);
        signal.throwIfAborted();
        this.show(framesOf(projection, first.length / 2, (place) => (place === index ? first : undefined)));
        const pack = await this.api.fetchPack(run, projection, signal, (share) => {
          if (!signal.aborted) this.arrive(share);
        });
        signal.throwIfAborted();
        this.finish(framesOf(projection, first.length / 2, (place) => epochOf(pack, place, first.length)));
      });
    } catch (error) {
      this.fail(error);
    }
  }

  /** Nothing to show: another run is coming, or it has no projection. */
  clear(): void {
    this.latest.cancel();
    this.begin();
    this.status = "idle";
  }

  private begin(): void {
    this.frames = this.problem = null;
    this.status = "loading";
    this.share = 0;
  }

  private show(frames: Frames): void {
    this.frames = frames;
  }

  private arrive(share: number): void {
    this.share = share;
  }

  private finish(frames: Frames): void {
    this.frames = frames;
    this.status = "idle";
  }

  private fail(error: unknown): void {
    this.status = "failed";
    this.problem = problemOf(error);
  }
}

function framesOf(projection: Projection, samples: number, at: (place: number) => Uint16Array | undefined): Frames {
  return { projection, samples, positions: projection.epochs.map((_, place) => at(place)) };
}

function epochOf(pack: Uint16Array, place: number, length: number): Uint16Array {
  return pack.subarray(place * length, (place + 1) * length);
}
