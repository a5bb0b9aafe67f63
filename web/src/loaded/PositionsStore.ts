/** The positions of the projection on screen, as they arrive: one epoch for the first plot, then all. */
import { makeAutoObservable } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import type { Projection } from "../api/manifest.ts";
import { Arrival } from "./Arrival.ts";
import type { EpochPositions, Sequence } from "./Arrival.ts";
import { fitsAtOnce, hasGrown, inTurn } from "./epochs.ts";
import { commonLayout } from "./layouts.ts";
import { Loaded } from "./Loaded.ts";
import type { Fetch } from "./Loaded.ts";
import type { Problem, Status } from "./status.ts";

export class PositionsStore {
  /** How much of what was requested last has arrived. */
  share = 0;
  /** The projection of which positions arrived last; it stays while another one loads, or cannot be loaded. */
  lastShown: Projection | null = null;
  private readonly loaded = new Loaded<Projection, Sequence>();

  constructor(private readonly api: ApiClient) {
    makeAutoObservable(this);
  }

  get sequence(): Sequence | null {
    return this.loaded.value;
  }

  get status(): Status {
    return this.loaded.status;
  }

  get problem(): Problem | null {
    return this.loaded.problem;
  }

  get loadedEpochs(): number {
    return this.sequence?.positions.filter((positions) => positions !== undefined).length ?? 0;
  }

  get complete(): boolean {
    return this.sequence !== null && this.loadedEpochs === this.sequence.positions.length;
  }

  /** Load a projection, the epoch at `index` first. One that has only gained epochs stays until those are here. */
  async load(run: string, projection: Projection, index: number): Promise<void> {
    const arrival = new Arrival(projection, this.knownOf(projection));
    this.arrive(0);
    await this.loaded.load(projection, (...fetch) => this.fetch(run, arrival, index, ...fetch), {
      keep: !arrival.isFirst,
    });
  }

  /** Nothing to show: another run is coming, or it has no projection. */
  clear(): void {
    this.loaded.forget();
    this.lastShown = null;
    this.arrive(0);
  }

  /** What is here of a projection as it was before, if that is all of it. */
  private knownOf(projection: Projection): readonly EpochPositions[] {
    if (this.sequence === null || !this.complete) return [];
    return this.sequence.received.slice(0, commonLayout(this.sequence.projection, projection));
  }

  private async fetch(
    run: string,
    arrival: Arrival,
    index: number,
    ...[signal, show]: Parameters<Fetch<Sequence>>
  ): Promise<Sequence> {
    const fetchEpoch = async (at: number) => {
      await this.fetchEpoch(run, arrival, at, signal);
      if (arrival.isFirst) show(arrival.sequence);
    };
    if (arrival.isFirst) await fetchEpoch(index);
    if (arrival.isFirst && fitsAtOnce(arrival.file)) await this.fetchAll(run, arrival, signal);
    await inTurn(arrival.missingAround(index), fetchEpoch);
    return arrival.sequence;
  }

  private async fetchEpoch(run: string, arrival: Arrival, index: number, signal: AbortSignal): Promise<void> {
    const epoch = arrival.file.epochs[index] ?? 0;
    const { position } = await this.api.fetchEpoch(run, arrival.file, epoch, signal);
    signal.throwIfAborted();
    arrival.put(index, position as Uint16Array);
    this.arrive(arrival.share);
    this.remember(arrival.projection);
  }

  /** Leave everything as it is where the run has gained epochs since its manifest was read. */
  private async fetchAll(run: string, arrival: Arrival, signal: AbortSignal): Promise<void> {
    try {
      const { position } = await this.api.fetchArrays(run, arrival.file, signal, (share) => {
        if (!signal.aborted) this.arrive(share);
      });
      arrival.putAll(position as Uint16Array);
    } catch (error) {
      if (!hasGrown(error)) throw error;
    }
  }

  private arrive(share: number): void {
    this.share = share;
  }

  private remember(projection: Projection): void {
    this.lastShown = projection;
  }
}
