/** Where a sample's thumbnail is. */
import type { ApiClient } from "../api/ApiClient.ts";
import type { Manifest, Thumbnails } from "../api/manifest.ts";

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
  const place = sample - atlas.first_sample;
  return {
    address: api.thumbnailAddress(manifest.name, atlas.path),
    column: place % thumbnails.columns,
    row: Math.floor(place / thumbnails.columns),
    thumbnails,
  };
}
