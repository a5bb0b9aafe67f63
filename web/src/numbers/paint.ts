/** How samples are colored: a list of colors, and which of them each sample has at each epoch. */
import { interpolateViridis } from "d3-scale-chromatic";
import type { ClassNumbers } from "../api/arrays.ts";
import type { MeasureTable } from "./measureTable.ts";
import type { Scale } from "./scales.ts";

export interface Paint {
  /** RGBA bytes, shape (colors, 4). */
  readonly colors: Uint8Array<ArrayBuffer>;
  /** The number of each sample's color, shape (epochs, samples), or (samples) where it never changes. */
  readonly codes: ClassNumbers;
  /** The rank of each color in the order of drawing, shape (colors): higher ones are above; null mixes all colors. */
  readonly ranks: Uint16Array<ArrayBuffer> | null;
  /** WRONG and UNSUPPORTED, shape (epochs, samples), or (samples) where nothing is marked. */
  readonly marks: Uint8Array<ArrayBuffer>;
}

/** What is marked, in bits: a wrong prediction, by its shape; a step that the layer does not explain, by a hollow point. */
export const WRONG = 1,
  UNSUPPORTED = 2;

/** The largest code of a scale, and after it that of samples that have no value. */
export const LAST_CODE = 255,
  NO_VALUE = 256;

/** Right and wrong, in colors that color-blind eyes tell apart. */
export const RIGHT_COLOR = "#0072b2",
  WRONG_COLOR = "#d55e00";
/** A gray that is on no scale, and as far from white as from black. */
export const NO_VALUE_COLOR = "#8c8c8c";

/** The ranks of a scale's colors: high values are above low ones, and samples without a value below all. */
export const SCALE_RANKS = Uint16Array.from({ length: NO_VALUE + 1 }, (_, code) => (code + 1) % (NO_VALUE + 1));

export function scaleColor(share: number): string {
  return interpolateViridis(share);
}

/** RGBA bytes, shape (257, 4), from the lowest to the highest value: viridis (Smith & van der Walt 2015); the last is for no value. */
export function scaleColors(): Uint8Array<ArrayBuffer> {
  return rgbaOf([...Array.from({ length: LAST_CODE + 1 }, (_, code) => scaleColor(code / LAST_CODE)), NO_VALUE_COLOR]);
}

/** Return where values lie on a scale from 0 to LAST_CODE, or NO_VALUE, at the given epochs, shape (epochs, samples). */
export function codesOf(
  { epochs, values, steps }: MeasureTable,
  { least, most }: Scale,
  wanted: readonly number[],
): Uint16Array {
  const samples = values.length / epochs.length;
  const codes = new Uint16Array(wanted.length * samples).fill(NO_VALUE);
  const codesPerUnit = LAST_CODE / (most - least);
  const [codesPerStep, leastCode] = [codesPerUnit / steps, codesPerUnit * least];
  wanted.forEach((epoch, row) => {
    const place = epochs.indexOf(epoch);
    for (let sample = 0; place >= 0 && sample < samples; sample++) {
      const code = (values[place * samples + sample] ?? 0) * codesPerStep - leastCode;
      if (!Number.isNaN(code)) codes[row * samples + sample] = Math.min(LAST_CODE, Math.max(0, Math.round(code)));
    }
  });
  return codes;
}

/** RGBA bytes, shape (colors, 4), of colors as "#rrggbb" or "rgb(r, g, b)". */
export function rgbaOf(colors: readonly string[]): Uint8Array<ArrayBuffer> {
  const rgba = new Uint8Array(colors.length * 4);
  colors.forEach((color, number) => {
    rgba.set([...channelsOf(color), 255], number * 4);
  });
  return rgba;
}

function channelsOf(color: string): number[] {
  if (!color.startsWith("#")) return (color.match(/\d+/g) ?? []).slice(0, 3).map(Number);
  const hex = parseInt(color.slice(1), 16);
  return [hex >> 16, (hex >> 8) & 255, hex & 255];
}

/** Copy the rows (epochs) at the given places of values (epochs, samples), one after the other; a place below 0 is left. */
export function rowsAt<Numbers extends Uint8Array | Uint16Array>(
  values: Numbers,
  samples: number,
  places: readonly number[],
  into: Numbers,
): Numbers {
  places.forEach((place, row) => {
    if (place >= 0) into.set(values.subarray(place * samples, (place + 1) * samples), row * samples);
  });
  return into;
}
