/** Lists of sample numbers, filtered and sorted; and where each sample's thumbnail is. */
import type { ApiClient } from "../api/ApiClient.ts";
import type { Manifest, Thumbnails } from "../api/manifest.ts";
import type { Measures } from "./measureTable.ts";

/** Return the indexes of the values for which the predicate holds, ascending. */
export function numbersWhere(
  values: ArrayLike<number>,
  holds: (value: number, number: number) => boolean,
): Uint32Array<ArrayBuffer> {
  const numbers = new Uint32Array(values.length);
  let found = 0;
  for (let number = 0; number < values.length; number++)
    if (holds(values[number] ?? 0, number)) numbers[found++] = number;
  return numbers.slice(0, found);
}

/** Sort samples by `values` of all samples of the run; ties by number, samples without a value (NaN) last. */
export function sortedByValue(
  samples: Iterable<number>,
  values: Measures,
  largestFirst: boolean,
): Uint32Array<ArrayBuffer> {
  const sign = largestFirst ? -1 : 1;
  const keys = values.map((value) => (Number.isNaN(value) ? Infinity : sign * value));
  // Two infinities differ by NaN: they are equal too.
  return Uint32Array.from(samples).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
}

export interface Tile {
  readonly address: string;
  readonly column: number;
  readonly row: number;
  readonly thumbnails: Thumbnails;
}

/** Null where the run has no thumbnails. */
export function tileOf(
  api: Pick<ApiClient, "thumbnailAddress">,
  manifest: Manifest | null,
  sample: number,
): Tile | null {
  if (!manifest?.thumbnails) return null;
  const { thumbnails } = manifest;
  const atlas = thumbnails.atlases.find(
    ({ first_sample, samples }) => sample >= first_sample && sample < first_sample + samples,
  );
  if (atlas === undefined) return null;
  const index = sample - atlas.first_sample;
  return {
    address: api.thumbnailAddress(manifest.name, atlas.path),
    column: index % thumbnails.columns,
    row: Math.floor(index / thumbnails.columns),
    thumbnails,
  };
}
