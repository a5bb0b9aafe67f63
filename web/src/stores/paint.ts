/** How samples are coloured: a list of colours, and which of them each sample has at each epoch. */
import { interpolateViridis } from "d3-scale-chromatic";
import type { ClassNumbers } from "../api/manifest.ts";

export interface Paint {
  /** RGBA bytes, shape (colours, 4). */
  readonly colours: Uint8Array<ArrayBuffer>;
  /** The number of each sample's colour, shape (epochs, samples), or (samples) where it never changes. */
  readonly codes: ClassNumbers;
  /** WRONG and UNSUPPORTED, shape (epochs, samples), or (samples) where nothing is marked. */
  readonly marks: Uint8Array<ArrayBuffer>;
}

/** What is marked, in bits: a wrong prediction, by its shape; a step that the layer does not explain, by a hollow point. */
export const WRONG = 1, UNSUPPORTED = 2;

/** The largest code of a scale: such as the API's own shares have. */
export const LAST_CODE = 255;

/** Right and wrong, in colours that colour-blind eyes tell apart. */
export const RIGHT_COLOUR = "#0072b2", WRONG_COLOUR = "#d55e00";

export function scaleColour(share: number): string {
  return interpolateViridis(share);
}

/** RGBA bytes, shape (256, 4), from the lowest to the highest value: viridis (Smith & van der Walt 2015). */
export function scaleColours(): Uint8Array<ArrayBuffer> {
  return rgbaOf(Array.from({ length: LAST_CODE + 1 }, (_, code) => scaleColour(code / LAST_CODE)));
}

/** RGBA bytes, shape (colours, 4), of colours as "#rrggbb" or "rgb(r, g, b)". */
export function rgbaOf(colours: readonly string[]): Uint8Array<ArrayBuffer> {
  const rgba = new Uint8Array(colours.length * 4);
  colours.forEach((colour, number) => { rgba.set([...channelsOf(colour), 255], number * 4); });
  return rgba;
}

function channelsOf(colour: string): number[] {
  if (!colour.startsWith("#")) return (colour.match(/\d+/g) ?? []).slice(0, 3).map(Number);
  const hex = parseInt(colour.slice(1), 16);
  return [hex >> 16, (hex >> 8) & 255, hex & 255];
}

/** Return the rows (epochs) at the given places of values (epochs, samples), one after the other. */
export function rowsAt<Numbers extends Uint8Array | Uint16Array>(values: Numbers, samples: number, places: readonly number[], into: Numbers): Numbers {
  places.forEach((place, row) => { into.set(values.subarray(place * samples, (place + 1) * samples), row * samples); });
  return into;
}
