/** The texts of one column, in blocks of samples: of those that are looked at, or of all once they are searched. */
import { makeAutoObservable, observableRef } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import type { Manifest, TextBlocks } from "../api/manifest.ts";
import { inTurn } from "./epochs.ts";
import { problemOf } from "./status.ts";
import type { Problem } from "./status.ts";

type Blocks = ReadonlyMap<number, readonly string[]>;
const NO_BLOCKS: Blocks = new Map();

interface Source {
  readonly manifest: Manifest;
  readonly files: TextBlocks;
}

export class TextsStore {
  problem: Problem | null = null;
  private blocks: Blocks = NO_BLOCKS;
  /** What the blocks are of. */
  private of: string | null = null;
  /** Those that are here or on their way. */
  private readonly asked = new Set<number>();

  constructor(
    private readonly api: ApiClient,
    private readonly source: () => Source | null,
  ) {
    makeAutoObservable<this, "api" | "source" | "asked" | "blocks">(this, {
      api: false,
      source: false,
      asked: false,
      blocks: observableRef,
    });
  }

  /** A sample's text, empty where it has none; null while it is not here. */
  at(sample: number): string | null {
    const source = this.source();
    if (source === null || this.of !== keyOf(source)) return null;
    const { block } = source.files;
    return this.blocks.get(Math.floor(sample / block))?.[sample % block] ?? null;
  }

  /** Every sample's text; null until all are here. */
  get all(): readonly string[] | null {
    const source = this.source();
    if (source === null || this.of !== keyOf(source) || this.blocks.size < blocksIn(source)) return null;
    return [...this.blocks.keys()].sort((one, other) => one - other).flatMap((block) => this.blocks.get(block) ?? []);
  }

  /** Have a sample's text loaded, with those beside it. */
  async want(sample: number): Promise<void> {
    const source = this.source();
    if (source !== null) await this.load(source, [Math.floor(sample / source.files.block)]);
  }

  async wantAll(): Promise<void> {
    const source = this.source();
    if (source !== null) await this.load(source, [...Array(blocksIn(source)).keys()]);
  }

  private async load(source: Source, wanted: readonly number[]): Promise<void> {
    if (this.of !== keyOf(source)) this.begin(keyOf(source));
    const missing = wanted.filter((block) => !this.asked.has(block));
    for (const block of missing) this.asked.add(block);
    try {
      await inTurn(missing, async (block) => {
        this.put(keyOf(source), block, await this.api.fetchTexts(source.manifest, source.files, block));
      });
    } catch (error) {
      this.fail(keyOf(source), missing, error);
    }
  }

  private begin(key: string): void {
    this.of = key;
    this.blocks = NO_BLOCKS;
    this.problem = null;
    this.asked.clear();
  }

  private put(key: string, block: number, texts: readonly string[]): void {
    if (this.of !== key) return;
    this.blocks = new Map([...this.blocks, [block, texts]]);
    this.problem = null;
  }

  /** What did not arrive is requested again the next time that it is wanted. */
  private fail(key: string, blocks: readonly number[], error: unknown): void {
    if (this.of !== key) return;
    for (const block of blocks) if (!this.blocks.has(block)) this.asked.delete(block);
    this.problem = problemOf(error);
  }
}

function keyOf({ manifest, files }: Source): string {
  return [manifest.name, files.identity, ...(files.block_checksums ?? [])].join(" ");
}

function blocksIn({ manifest, files }: Source): number {
  return Math.ceil(manifest.sample_count / files.block);
}
