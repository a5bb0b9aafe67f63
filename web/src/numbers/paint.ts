/** How samples are colored: a list of colors, and which of them each sample has at each epoch. */
import type { ClassNumbers } from "../api/arrays.ts";
import { colorAt, MAGMA } from "./colormaps.ts";
import { placeIn, samplesIn } from "./measureTable.ts";
import type { MeasureTable } from "./measureTable.ts";
import type { ThemeName } from "./palette.ts";
import type { Emphasis, Scale } from "./scales.ts";

export interface Paint {
  /** RGBA bytes, shape (colors, 4). */
  readonly colors: Uint8Array<ArrayBuffer>;
  /** The number of each sample's color, shape (epochs, samples), or (samples) where it never changes. */
  readonly codes: ClassNumbers;
  /** How unusual each color is, shape (colors): more unusual samples are drawn above the others. */
  readonly ranks: Uint16Array;
  /** WRONG and UNSUPPORTED, shape (epochs, samples), or (samples) where nothing is marked. */
  readonly marks: Uint8Array<ArrayBuffer>;
}

/** What is marked, in bits: a wrong prediction, by its shape; a step that the layer does not explain, by a hollow point. */
export const WRONG = 1,
  UNSUPPORTED = 2;

/** The largest code of a scale, and after it that of samples that have no value. */
export const LAST_CODE = 255,
  NO_VALUE = 256;

/** Correct samples recede into the background; none of the colors is that of a class. */
export const CORRECT_COLORS: Record<ThemeName, string> = { light: "#c3cad6", dark: "#39404d" };
export const MISCLASSIFIED_COLORS: Record<ThemeName, string> = { light: "#e0103a", dark: "#ff7d8c" };
/** A gray that is on no scale, and as far from white as from black. */
export const NO_VALUE_COLOR = "#8c8c8c";

/** The part of magma that is used: from near the background to the strongest contrast with it. */
const MAGMA_ENDS: Record<ThemeName, readonly [usual: number, unusual: number]> = {
  light: [0.96, 0.22],
  dark: [0.22, 0.98],
};

/**
 * Return the color of a value, by its share of the scale: magma, which stands out from the background at
 * the end that is unusual.
 */
export function scaleColor(share: number, emphasis: Emphasis, theme: ThemeName): string {
  const [usual, unusual] = MAGMA_ENDS[theme];
  return `rgb(${colorAt(MAGMA, usual + (unusual - usual) * (emphasis === "high" ? share : 1 - share)).join(", ")})`;
}

/** Return RGBA bytes, shape (257, 4), from the lowest to the highest value; the last is for no value. */
export function scaleColors(emphasis: Emphasis, theme: ThemeName): Uint8Array<ArrayBuffer> {
  const colors = Array.from({ length: LAST_CODE + 1 }, (_, code) => scaleColor(code / LAST_CODE, emphasis, theme));
  return rgbaOf([...colors, NO_VALUE_COLOR]);
}

/** Return the ranks of a scale's colors, shape (257); no value ranks lowest. */
export function scaleRanks(emphasis: Emphasis): Uint16Array {
  const codes = Array.from({ length: LAST_CODE + 1 }, (_, code) => 1 + (emphasis === "high" ? code : LAST_CODE - code));
  return Uint16Array.of(...codes, 0);
}

/**
 * Return where values lie on a scale from 0 to LAST_CODE, or NO_VALUE, at the given epochs, shape (epochs, samples), or
 * (samples) where they are the same at all epochs.
 */
export function codesOf(table: MeasureTable, { least, most }: Scale, epochs: readonly number[]): Uint16Array {
  const { values, steps } = table;
  const samples = samplesIn(table);
  const wanted = table.epochs === null ? epochs.slice(0, 1) : epochs;
  const codes = new Uint16Array(wanted.length * samples).fill(NO_VALUE);
  const codesPerUnit = LAST_CODE / (most - least);
  const [codesPerStep, leastCode] = [codesPerUnit / steps, codesPerUnit * least];
  wanted.forEach((epoch, row) => {
    const place = placeIn(table, epoch);
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
