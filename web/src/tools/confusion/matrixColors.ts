/** Colors of the matrix: muted ones for correct cells, warm ones for errors, and legible text colors on each. */
import type { ThemeName } from "../../numbers/palette.ts";

export type Rgb = readonly [red: number, green: number, blue: number];

export interface MatrixSkin {
  /** For cells without samples. */
  readonly empty: Rgb;
  /** From few to most, away from the page's own lightness. */
  readonly right: readonly Rgb[];
  readonly wrong: readonly Rgb[];
  /** The outline of cells with selected samples, and the line that separates it from the cell. */
  readonly mark: string;
  readonly markEdge: string;
}

export const MATRIX_SKINS: Record<ThemeName, MatrixSkin> = {
  light: {
    empty: [243, 244, 247],
    mark: "#151922",
    markEdge: "#ffffff",
    right: [
      [228, 235, 251],
      [176, 196, 240],
    ],
    wrong: [
      [253, 234, 217],
      [247, 149, 76],
      [176, 58, 8],
    ],
  },
  dark: {
    empty: [27, 32, 40],
    mark: "#ffffff",
    markEdge: "#14171d",
    right: [
      [32, 43, 70],
      [62, 86, 150],
    ],
    wrong: [
      [62, 36, 20],
      [184, 88, 28],
      [255, 180, 112],
    ],
  },
};

/** Return the color of a share of the maximum, from 0 to 1. */
export function shadeOf(stops: readonly Rgb[], share: number): Rgb {
  const at = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const from = stops[Math.floor(at)] ?? [0, 0, 0];
  const to = stops[Math.ceil(at)] ?? from;
  const mix = (channel: 0 | 1 | 2) => Math.round(from[channel] + (to[channel] - from[channel]) * (at % 1));
  return [mix(0), mix(1), mix(2)];
}

export function cssColor([red, green, blue]: Rgb): string {
  return `rgb(${red}, ${green}, ${blue})`;
}

/** Return black or white, whichever is more legible: at least 4.5 to 1 on any color. */
export function inkOn(color: Rgb): Rgb {
  const light = luminance(color);
  return (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) ? [0, 0, 0] : [255, 255, 255];
}

/** Return the relative luminance as defined by WCAG 2. */
export function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((channel) =>
    channel <= 10 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
