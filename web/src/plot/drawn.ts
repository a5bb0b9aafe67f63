/** What is drawn and how, as plain data, and what follows from it: colors, and the labels and thumbnails over the points. */
import type { Paint } from "../numbers/paint.ts";
import type { Tile } from "../numbers/samples.ts";
import { HIDDEN } from "../page/DrawingStore.ts";
import type { Size } from "./camera.ts";
import type { PointStyle, Rgb, Skin } from "./looks.ts";
import { MOST_TILES, spread, TILE_SIZE } from "./overlay.ts";
import type { PlacedLabel, PlacedTile } from "./overlay.ts";
import type { Moment, Position, PositionTable } from "./positions.ts";

export interface Drawn {
  readonly size: Size;
  readonly table: PositionTable;
  readonly moment: Moment;
  /** Sample numbers as they are drawn, the last ones above the others, shape (samples). */
  readonly order: Uint32Array;
  /** HIDDEN, SHOWN or GRAYED, shape (samples). */
  readonly states: Uint8Array;
  readonly paint: Paint;
  readonly skin: Skin;
  readonly points: PointStyle;
  readonly raised: PointStyle;
  /** Sample numbers. */
  readonly selected: Uint32Array;
  readonly trails: Uint32Array;
  readonly centers: readonly Center[];
  /** Where the centers are at a moment, in the wire's units. */
  readonly centersAt: (moment: Moment) => readonly Position[];
  /** Null where there are no thumbnails, or the camera is too far away for them. */
  readonly tileOf: ((sample: number) => Tile | null) | null;
  /** From the wire's units to CSS pixels in the plot. */
  readonly toPixels: (position: Position) => Position;
}

export interface Center {
  readonly name: string;
  /** "#rrggbb" */
  readonly color: string;
}

export function isDrawn(states: Uint8Array, sample: number): boolean {
  return (states[sample] ?? HIDDEN) !== HIDDEN;
}

/** A sample's position in the plot, in CSS pixels. */
export function positionIn({ table, moment, toPixels }: Drawn, sample: number): Position {
  return toPixels(table.at(sample, moment));
}

export function isInView({ size }: Drawn, [x, y]: Position, margin = 0): boolean {
  return x >= -margin && y >= -margin && x <= size.width + margin && y <= size.height + margin;
}

export interface Overlay {
  readonly labels: readonly PlacedLabel[];
  readonly tiles: readonly PlacedTile[];
}

export const NO_OVERLAY: Overlay = { labels: [], tiles: [] };

export function overlayOf(drawn: Drawn): Overlay {
  return { labels: labelsOf(drawn), tiles: tilesOf(drawn) };
}

function labelsOf({ centers, centersAt, moment, toPixels }: Drawn): PlacedLabel[] {
  return centersAt(moment).map((center, at) => {
    const [x, y] = toPixels(center);
    return { text: centers[at]?.name ?? "", x, y };
  });
}

/** Thumbnails of the samples in view, if they are few; they do not overlap. */
function tilesOf(drawn: Drawn): PlacedTile[] {
  const { tileOf } = drawn;
  const inView = tileOf === null ? [] : samplesInView(drawn);
  if (tileOf === null || inView.length > MOST_TILES) return [];
  return spread(inView, TILE_SIZE).flatMap(({ sample, x, y }) => {
    const tile = tileOf(sample);
    return tile === null ? [] : [{ tile, x, y, color: colorAt(drawn, sample) }];
  });
}

/** Positions of the drawn samples in view; at most one more than there may be tiles. */
function samplesInView(drawn: Drawn): { sample: number; x: number; y: number }[] {
  const inView = [];
  for (let sample = 0; sample < drawn.table.samples && inView.length <= MOST_TILES; sample++) {
    if (!isDrawn(drawn.states, sample)) continue;
    const position = positionIn(drawn, sample);
    if (isInView(drawn, position)) inView.push({ sample, x: position[0], y: position[1] });
  }
  return inView;
}

/** A sample's color at the nearest epoch, "#rrggbb". */
export function colorAt({ paint: { codes, colors }, states, moment }: Drawn, sample: number): string {
  return colorOfCode(colors, valueAt(codes, states.length, nearestEpoch(moment), sample));
}

/** The color of a code, "#rrggbb", of RGBA bytes, shape (colors, 4). */
export function colorOfCode(colors: Uint8Array, code: number): string {
  return css(rgbAt(colors, code));
}

export function nearestEpoch({ from, to, share }: Moment): number {
  return share < 0.5 ? from : to;
}

/** The value of a sample at an epoch; values that never change have one row for all epochs. */
export function valueAt(values: Uint8Array | Uint16Array, samples: number, epoch: number, sample: number): number {
  const row = Math.min(epoch, Math.floor(values.length / samples) - 1);
  return values[row * samples + sample] ?? 0;
}

export function rgbAt(colors: Uint8Array, code: number): Rgb {
  return [0, 1, 2].map((channel) => (colors[4 * code + channel] ?? 0) / 255) as unknown as Rgb;
}

export function css(rgb: Rgb): string {
  return `#${rgb
    .map((channel) =>
      Math.round(channel * 255)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}
