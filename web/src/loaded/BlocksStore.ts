/** The blocks that tell of single samples: loaded one after the other as they are wanted, and the last few kept. */
import { makeAutoObservable, observableRef } from "mobx";
import { LatestRequest } from "../api/LatestRequest.ts";
import type { Blocks, Manifest } from "../api/manifest.ts";
import { blockKey, sampleRows } from "./blocks.ts";
import type { BlockValues, WantedBlock } from "./blocks.ts";
import { problemOf } from "./status.ts";
import type { Problem, Status } from "./status.ts";

/** Up to about a megabyte each: what some four samples of a usual run are told from. */
const MOST_KEPT = 32;

export class BlocksStore {
  status: Status = "idle";
  problem: Problem | null = null;
  /** By their keys, the one that was wanted last at the end. */
  private kept: ReadonlyMap<string, BlockValues> = new Map();

  constructor(private readonly latest = new LatestRequest()) {
    makeAutoObservable<this, "latest" | "kept">(this, { latest: false, kept: observableRef, problem: observableRef });
  }

  /** A sample's own values, shape (epochs, width); null where its block is not here. */
  rowsOf(
    { name, sample_count: samples }: Manifest,
    blocks: Blocks,
    epochs: readonly number[],
    sample: number,
  ): BlockValues | null {
    const values = this.kept.get(blockKey(name, blocks, sample));
    return values === undefined ? null : sampleRows(values, blocks, epochs.length, samples, sample);
  }

  /** Load these blocks, the first one first; those that are here already are not asked for again. */
  async load(wanted: readonly WantedBlock[]): Promise<void> {
    this.begin();
    try {
      const done = await this.latest.run((signal) => this.loadEach(wanted, signal));
      if (done !== null) this.finish();
    } catch (error) {
      this.fail(error);
    }
  }

  private async loadEach(wanted: readonly WantedBlock[], signal: AbortSignal): Promise<true> {
    for (const { key, fetch } of wanted) {
      const values = this.kept.get(key) ?? (await fetch(signal));
      if (signal.aborted) break;
      this.keep(key, values, Math.max(wanted.length, MOST_KEPT));
    }
    return true;
  }

  private begin(): void {
    this.status = "loading";
    this.problem = null;
  }

  private keep(key: string, values: BlockValues, most: number): void {
    const others = [...this.kept].filter(([other]) => other !== key);
    this.kept = new Map([...others, [key, values] as const].slice(-most));
  }

  private finish(): void {
    this.status = "idle";
  }

  private fail(error: unknown): void {
    this.status = "failed";
    this.problem = problemOf(error);
  }
}
