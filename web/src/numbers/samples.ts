/** Lists of sample numbers: filtered, sorted, written as short text; and where each sample's thumbnail is. */
import type { ApiClient } from "../api/ApiClient.ts";
import type { Manifest, Thumbnails } from "../api/manifest.ts";

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
  values: Float32Array,
  largestFirst: boolean,
): Uint32Array<ArrayBuffer> {
  const sign = largestFirst ? -1 : 1;
  const keys = values.map((value) => (Number.isNaN(value) ? Infinity : sign * value));
  // Two infinities differ by NaN: they are equal too.
  return Uint32Array.from(samples).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
}

/** Return short text: steps in base 36, with runs of consecutive numbers as one. "3.4~9.2" is 3, then 4 more, then the 9 after that one by one, then 2 more. */
export function formatNumbers(sorted: Iterable<number>): string {
  const parts: string[] = [];
  let last = -1,
    run = 0;
  const endRun = () => {
    if (run > 0) parts.push(`${parts.pop() ?? ""}~${run.toString(36)}`);
    run = 0;
  };
  for (const number of sorted) {
    if (parts.length > 0 && number === last + 1) run += 1;
    else {
      endRun();
      parts.push((number - last - 1).toString(36));
    }
    last = number;
  }
  endRun();
  return parts.join(".");
}

/** Parse such text; numbers above `most` are left out, and malformed text gives none. */
export function parseNumbers(text: string, most: number): number[] {
  const numbers: number[] = [];
  let last = -1;
  for (const part of text === "" ? [] : text.split(".")) {
    const match = /^([0-9a-z]{1,8})(?:~([0-9a-z]{1,8}))?$/.exec(part);
    if (match === null) return [];
    const first = last + 1 + parseInt(match[1] ?? "", 36);
    last = Math.min(most, first + (match[2] === undefined ? 0 : parseInt(match[2], 36)));
    for (let number = first; number <= last; number++) numbers.push(number);
  }
  return numbers;
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
