/** The blocks that describe single samples: loaded one after the other as they are wanted, and the last few kept. */
import { makeAutoObservable } from "mobx";
import type { Blocks, Manifest } from "../api/manifest.ts";
import { blockKey, sameBlocks, sampleRows } from "./blocks.ts";
import type { BlockValues, WantedBlock } from "./blocks.ts";
import { Loaded } from "./Loaded.ts";
import type { Fetch } from "./Loaded.ts";
import type { Problem, Status } from "./status.ts";

/** Up to about a megabyte each: what about four samples of a typical run need. */
const MOST_KEPT = 32;

/** By their keys, the one that was wanted last at the end. */
type Cache = ReadonlyMap<string, BlockValues>;

export class BlocksStore {
  private readonly loaded = new Loaded<readonly WantedBlock[], Cache>(sameBlocks);

  constructor() {
    makeAutoObservable(this);
  }

  get status(): Status {
    return this.loaded.status;
  }

  get problem(): Problem | null {
    return this.loaded.problem;
  }

  /** A sample's own values, shape (epochs, width); null where its block is not here. */
  rowsOf(
    { name, sample_count: samples }: Manifest,
    blocks: Blocks,
    epochs: readonly number[],
    sample: number,
  ): BlockValues | null {
    const values = this.loaded.value?.get(blockKey(name, blocks, sample));
    return values === undefined ? null : sampleRows(values, blocks, epochs.length, samples, sample);
  }

  /** Load these blocks, the first one first; those that are here already are not requested again. */
  async load(wanted: readonly WantedBlock[]): Promise<void> {
    await this.loaded.load(wanted, (signal, show) => this.loadEach(wanted, signal, show), { keep: true });
  }

  private async loadEach(wanted: readonly WantedBlock[], ...[signal, show]: Parameters<Fetch<Cache>>): Promise<Cache> {
    let cache: Cache = this.loaded.value ?? new Map<string, BlockValues>();
    for (const { key, fetch } of wanted) {
      const values = cache.get(key) ?? (await fetch(signal));
      cache = withLast(cache, key, values, Math.max(wanted.length, MOST_KEPT));
      show(cache);
      signal.throwIfAborted();
    }
    return cache;
  }
}

function withLast(cache: Cache, key: string, values: BlockValues, most: number): Cache {
  const others = [...cache].filter(([other]) => other !== key);
  return new Map([...others, [key, values] as const].slice(-most));
}
