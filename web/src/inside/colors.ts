/** Paints values in the colors of a scale. */
import { BLUE_RED, colorAt, DARK_BLUE_RED, GRAY, MAGMA, VIRIDIS } from "../numbers/colormaps.ts";
import type { ThemeName } from "../numbers/palette.ts";
import type { ScaleName } from "./ChoicesStore.ts";
import type { OneMap } from "./layers.ts";

/** The ends of a scale. */
export type Range = readonly [low: number, high: number];

const STEPS = 256;

/** A color of each step, as four bytes and as one number in the order of this machine. */
interface Table {
  readonly bytes: Uint8ClampedArray<ArrayBuffer>;
  readonly packed: Uint32Array<ArrayBuffer>;
}

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
  // Far faster than Float32Array.from() with a function.
  const values = new Float32Array(pixels.length);
  for (let at = 0; at < values.length; at++) values[at] = low + ((pixels[at] ?? 0) / 255) * (high - low);
  return values;
}

/** What each canvas shows: painting the same again would cost as much as painting something else. */
const shown = new WeakMap<HTMLCanvasElement, Uint32Array>();

/** Paint values into a canvas, a pixel each. */
export function paint(
  canvas: HTMLCanvasElement,
  { values, height, width }: Picture,
  scale: ScaleName,
  range: Range,
  theme: ThemeName,
): void {
  // Pixels that are set one by one, again and again, need no graphics card.
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return;
  const colors = colorsOf(values, endsOf(scale, range), tableFor(scale, theme));
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  else if (isSame(shown.get(canvas), colors)) return;
  shown.set(canvas, colors);
  context.putImageData(new ImageData(new Uint8ClampedArray(colors.buffer), width, height), 0, 0);
}

/** Return the packed color of each value; what is past the end of a vector has none. */
function colorsOf(values: Float32Array, [low, high]: Range, { packed }: Table): Uint32Array<ArrayBuffer> {
  const factor = high > low ? (STEPS - 1) / (high - low) : 0;
  const colors = new Uint32Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? NaN;
    if (Number.isNaN(value)) continue;
    colors[at] = packed[Math.min(STEPS - 1, Math.max(0, Math.round((value - low) * factor)))] ?? 0;
  }
  return colors;
}

function isSame(some: Uint32Array | undefined, others: Uint32Array): boolean {
  return some?.length === others.length && some.every((color, at) => color === others[at]);
}

/** "rgb(r, g, b), …": the scale as the stops of a gradient. */
export function gradientOf(scale: ScaleName, theme: ThemeName): string {
  const { bytes } = tableFor(scale, theme);
  const stops = Array.from({ length: 9 }, (_, at) => {
    const step = Math.round((at / 8) * (STEPS - 1)) * 4;
    return `rgb(${bytes.subarray(step, step + 3).join(" ")})`;
  });
  return `linear-gradient(to right, ${stops.join(", ")})`;
}

function tableOf(colors: Parameters<typeof colorAt>[0]): Table {
  const bytes = Uint8ClampedArray.from(
    Array.from({ length: STEPS }, (_, step) => [...colorAt(colors, step / (STEPS - 1)), 255]).flat(),
  );
  return { bytes, packed: new Uint32Array(bytes.buffer) };
}
