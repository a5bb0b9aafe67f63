/** Paints values in the colors of a scale. */
import { BLUE_RED, colorAt, DARK_BLUE_RED, GRAY, MAGMA, VIRIDIS } from "../numbers/colormaps.ts";
import type { ThemeName } from "../numbers/palette.ts";
import type { ScaleName } from "./ChoicesStore.ts";
import type { OneMap } from "./layers.ts";

/** The ends of a scale. */
export type Range = readonly [low: number, high: number];

const STEPS = 256;

type Table = Uint8ClampedArray<ArrayBuffer>;

const TABLES: Record<ScaleName, Table> = {
  viridis: tableOf(VIRIDIS),
  magma: tableOf(MAGMA),
  gray: tableOf(GRAY),
  diverging: tableOf(BLUE_RED),
};
const DARK_DIVERGING = tableOf(DARK_BLUE_RED);

function tableFor(scale: ScaleName, theme: ThemeName): Table {
  return scale === "diverging" && theme === "dark" ? DARK_DIVERGING : TABLES[scale];
}

/** What is painted, (height, width). */
export interface Picture {
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
}

/** Return the ends that a scale shows: those of signed values are as far from zero. */
export function endsOf(scale: ScaleName, [low, high]: Range): Range {
  if (scale !== "diverging") return [low, high];
  const most = Math.max(Math.abs(low), Math.abs(high));
  return [-most, most];
}

/** Return the ends of the scale of differences: half of what is possible, as most are far smaller. */
export function differenceRange([low, high]: Range): Range {
  return [(low - high) / 2, (high - low) / 2];
}

export function valuesOf({ pixels, low, high }: OneMap): Float32Array {
  return Float32Array.from(pixels, (byte) => low + (byte / 255) * (high - low));
}

/** Paint values into a canvas, a pixel each. */
export function paint(
  canvas: HTMLCanvasElement,
  { values, height, width }: Picture,
  scale: ScaleName,
  range: Range,
  theme: ThemeName,
): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext("2d");
  if (context === null) return;
  const image = context.createImageData(width, height);
  const [low, high] = endsOf(scale, range);
  const factor = high > low ? (STEPS - 1) / (high - low) : 0;
  const table = tableFor(scale, theme);
  values.forEach((value, at) => {
    // Past the end of a vector there is nothing.
    if (Number.isNaN(value)) return;
    const step = Math.min(STEPS - 1, Math.max(0, Math.round((value - low) * factor)));
    image.data.set(table.subarray(step * 4, step * 4 + 4), at * 4);
  });
  context.putImageData(image, 0, 0);
}

/** "rgb(r, g, b), …": the scale as the stops of a gradient. */
export function gradientOf(scale: ScaleName, theme: ThemeName): string {
  const table = tableFor(scale, theme);
  const stops = Array.from({ length: 9 }, (_, at) => {
    const step = Math.round((at / 8) * (STEPS - 1)) * 4;
    return `rgb(${table.subarray(step, step + 3).join(" ")})`;
  });
  return `linear-gradient(to right, ${stops.join(", ")})`;
}

function tableOf(colors: Parameters<typeof colorAt>[0]): Table {
  return Uint8ClampedArray.from(
    Array.from({ length: STEPS }, (_, step) => [...colorAt(colors, step / (STEPS - 1)), 255]).flat(),
  );
}
