/** What is drawn and how, as plain data: what lies over the points, and what a saved picture shows, follow from it. */
import type { Paint } from "../numbers/paint.ts";
import type { Tile } from "../numbers/samples.ts";
import { HIDDEN } from "../page/DrawingStore.ts";
import type { Size } from "./camera.ts";
import type { Moment, PositionTable } from "./positions.ts";
import type { Skin } from "./skins.ts";

export type Place = readonly [x: number, y: number];

export interface Drawn {
  readonly size: Size;
  readonly table: PositionTable;
  readonly moment: Moment;
  /** HIDDEN, SHOWN or GRAYED, shape (samples). */
  readonly states: Uint8Array;
  readonly paint: Paint;
  readonly skin: Skin;
  /** CSS pixels. */
  readonly diameter: number;
  /** Sample numbers. */
  readonly selected: Uint32Array;
  readonly trails: Uint32Array;
  readonly centers: readonly Center[];
  /** Where the centers are at a moment, in the wire's units. */
  readonly centersAt: (moment: Moment) => readonly Place[];
  /** Null where there are no thumbnails, or the camera is too far away for them. */
  readonly tileOf: ((sample: number) => Tile | null) | null;
  /** From the wire's units to CSS pixels inside the picture. */
  readonly toPixels: (place: Place) => Place;
}

export interface Center {
  readonly name: string;
  /** "#rrggbb" */
  readonly color: string;
}

export function isDrawn(states: Uint8Array, sample: number): boolean {
  return (states[sample] ?? HIDDEN) !== HIDDEN;
}

/** Where a sample is in the picture. */
export function placeOf({ table, moment, toPixels }: Drawn, sample: number): Place {
  return toPixels(table.at(sample, moment));
}

export function isInView({ size }: Drawn, [x, y]: Place, margin = 0): boolean {
  return x >= -margin && y >= -margin && x <= size.width + margin && y <= size.height + margin;
}
