/** What is drawn and how, as plain data, and what follows from it: positions, colors, and what lies over the points. */
import type { ClassPlaces } from "../numbers/densest.ts";
import type { Paint } from "../numbers/paint.ts";
import type { Tile } from "../numbers/samples.ts";
import { HIDDEN } from "../page/DrawingStore.ts";
import type { Size } from "./camera.ts";
import type { PointStyle, Rgb, Skin } from "./looks.ts";
import type { Name, PlacedName } from "./names.ts";
import type { PlacedTile } from "./overlay.ts";
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
  /** Null where there are none, or they are off. */
  readonly names: ClassNames | null;
  /** Null where there are no thumbnails. */
  readonly tileOf: ((sample: number) => Tile | null) | null;
  /** Null where the look is points. */
  readonly density: Density | null;
  /** Of the camera: 1 shows the whole projection. */
  readonly relativeZoom: number;
  /** From the wire's units to CSS pixels in the plot. */
  readonly toPixels: (position: Position) => Position;
}

export interface Center {
  /** "#rrggbb" */
  readonly color: string;
}

/** Whether the outlines are of the samples of each color, or of all. */
export type Density = "colors" | "all";

export interface ClassNames {
  readonly places: ClassPlaces;
  /** One for each of its classes. */
  readonly names: readonly Omit<Name, "width">[];
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
  readonly labels: readonly PlacedName[];
  readonly tiles: readonly PlacedTile[];
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
  return values[rowOf(values, samples, epoch) * samples + sample] ?? 0;
}

/** The values of all samples at an epoch. */
export function rowAt<Values extends Uint8Array | Uint16Array>(values: Values, samples: number, epoch: number): Values {
  const row = rowOf(values, samples, epoch);
  return values.subarray(row * samples, (row + 1) * samples) as Values;
}

function rowOf(values: Uint8Array | Uint16Array, samples: number, epoch: number): number {
  return Math.min(epoch, Math.floor(values.length / samples) - 1);
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
