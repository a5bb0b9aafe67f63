/** Answers about samples come in blocks of samples that follow each other: where a sample is in there. */
import type { Blocks } from "../api/manifest.ts";

export type BlockValues = Uint8Array | Uint16Array | Uint32Array;

export interface WantedBlock {
  /** The same for the same answer. */
  readonly key: string;
  readonly fetch: (signal: AbortSignal) => Promise<BlockValues>;
}

export function blockOf({ block: size }: Blocks, sample: number): number {
  return Math.floor(sample / size);
}

/** What a layer keeps may grow while the page is open, and its shape with it. */
export function blockKey(run: string, blocks: Blocks, sample: number): string {
  const shapes = blocks.block_arrays.map(({ shape }) => shape.join("×"));
  const block = blockOf(blocks, sample);
  const path = blocks.block_path.replace("{block}", String(block));
  return [run, blocks.identity, path, ...shapes, blocks.block_checksums?.[block]].join(" ");
}

export function sameBlocks(some: readonly WantedBlock[] | null, others: readonly WantedBlock[] | null): boolean {
  return some?.map(({ key }) => key).join() === others?.map(({ key }) => key).join();
}

/** Cut a sample's own values, shape (epochs, width), out of its block's, (epochs, samples of the block, width). */
export function sampleRows(
  values: BlockValues,
  { block: size }: Blocks,
  epochs: number,
  samples: number,
  sample: number,
): BlockValues {
  const row = sample % size;
  const rows = Math.min(size, samples - (sample - row));
  const width = values.length / epochs / rows;
  const own = values.slice(0, epochs * width);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const from = (epoch * rows + row) * width;
    own.set(values.subarray(from, from + width), epoch * width);
  }
  return own;
}
