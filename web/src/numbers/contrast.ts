/** Colors that can be read as text: darkened or lightened until they stand out from what is behind them. */
import { rgbaOf } from "./paint.ts";

/** Text needs 4.5 (WCAG 2.2, success criterion 1.4.3); a little more tells a name from points of its own color. */
export const LEAST_CONTRAST = 6;
const STEPS = 64;

type Bytes = readonly [red: number, green: number, blue: number];

/** Return the contrast of two colors, 1 to 21 (WCAG 2.2). */
export function contrastOf(one: string, other: string): number {
  return contrastOfBytes(bytesOf(one), bytesOf(other));
}

/** Return the color nearest to `color`, toward black or white, that can be read on `background`; all are "#rrggbb". */
export function legible(color: string, background: string): string {
  const [own, behind] = [bytesOf(color), bytesOf(background)];
  const end = luminanceOf(behind) > 0.18 ? 0 : 255;
  for (let step = 0; step < STEPS; step++) {
    const mixed = own.map((part) => Math.round(part + ((end - part) * step) / STEPS)) as unknown as Bytes;
    if (contrastOfBytes(mixed, behind) >= LEAST_CONTRAST) return hexOf(mixed);
  }
  return hexOf([end, end, end]);
}

function contrastOfBytes(one: Bytes, other: Bytes): number {
  const [low, high] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminanceOf(bytes: Bytes): number {
  const [red, green, blue] = bytes.map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Bytes;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function bytesOf(color: string): Bytes {
  return [...rgbaOf([color]).subarray(0, 3)] as unknown as Bytes;
}

function hexOf(bytes: Bytes): string {
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
