/** What lies over the points: names of centers, and thumbnails where the camera is so near that few samples are in view. */
import { isDrawn, isInView, placeOf } from "./drawn.ts";
import type { Drawn } from "./drawn.ts";
import type { PlacedLabel } from "./labels.ts";
import { colorAt } from "./snapshot.ts";
import { MOST_TILES, spread, TILE_SIZE } from "./tiles.ts";
import type { PlacedTile } from "./tiles.ts";

export interface Overlay {
  readonly labels: readonly PlacedLabel[];
  readonly tiles: readonly PlacedTile[];
}

export const NO_OVERLAY: Overlay = { labels: [], tiles: [] };

export function overlayOf(drawn: Drawn): Overlay {
  return { labels: labelsOf(drawn), tiles: tilesOf(drawn) };
}

function labelsOf({ centers, centersAt, moment, toPixels }: Drawn): PlacedLabel[] {
  return centersAt(moment).map((place, at) => {
    const [x, y] = toPixels(place);
    return { text: centers[at]?.name ?? "", x, y };
  });
}

/** Thumbnails of the samples in view, where these are few; none on another. */
function tilesOf(drawn: Drawn): PlacedTile[] {
  const { tileOf } = drawn;
  const inView = tileOf === null ? [] : samplesInView(drawn);
  if (tileOf === null || inView.length > MOST_TILES) return [];
  return spread(inView, TILE_SIZE).flatMap(({ sample, x, y }) => {
    const tile = tileOf(sample);
    return tile === null ? [] : [{ tile, x, y, color: colorAt(drawn, sample) }];
  });
}

/** Where the drawn samples in view are; one more than there may be tiles at most. */
function samplesInView(drawn: Drawn): { sample: number; x: number; y: number }[] {
  const found = [];
  for (let sample = 0; sample < drawn.table.samples && found.length <= MOST_TILES; sample++) {
    if (!isDrawn(drawn.states, sample)) continue;
    const place = placeOf(drawn, sample);
    if (isInView(drawn, place)) found.push({ sample, x: place[0], y: place[1] });
  }
  return found;
}
