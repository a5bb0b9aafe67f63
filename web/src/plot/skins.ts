/** The picture's own colors in light and dark; the points' fills are the classes' colors. */
import type { ThemeName } from "../page/preferences.ts";

export type Rgb = readonly [red: number, green: number, blue: number];

export interface Skin {
  readonly background: number;
  /** What a point's rim is mixed with, so that overlapping points of one class stay apart. */
  readonly rim: Rgb;
  readonly rimShare: number;
  readonly ring: Rgb;
  /** Of samples that stay as context while others are selected. */
  readonly gray: Rgb;
}

export const SKINS: Record<ThemeName, Skin> = {
  light: {
    background: 0xffffff,
    rim: [0.05, 0.06, 0.1],
    rimShare: 0.42,
    ring: [0.07, 0.09, 0.15],
    gray: [0.62, 0.65, 0.7],
  },
  dark: { background: 0x101318, rim: [0.06, 0.07, 0.09], rimShare: 0.55, ring: [1, 1, 1], gray: [0.36, 0.39, 0.44] },
};
