/** How points look: colors of the plot in light and dark, and sizes that the shaders and a saved SVG share. */
import type { ThemeName } from "../numbers/palette.ts";

export type Rgb = readonly [red: number, green: number, blue: number];

export interface Skin {
  readonly background: number;
  /** The tone that is mixed into a point's rim, so that overlapping points of one class stay distinct. */
  readonly rim: Rgb;
  readonly rimShare: number;
  readonly ring: Rgb;
  /** The color of samples that are context while others are selected. */
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

/** "#rrggbb" */
export function backgroundOf({ background }: Skin): string {
  return `#${background.toString(16).padStart(6, "0")}`;
}

/** Return the diameter of a point in CSS pixels: fewer samples are drawn larger, and all grow a little with the zoom. */
export function diameterOf(samples: number, zoom: number): number {
  const crowd = 9 * Math.pow(600 / Math.max(1, samples), 0.25);
  return Math.min(10, Math.max(3, crowd)) * Math.min(3, Math.pow(zoom, 0.4));
}

export const OPACITY = 0.92,
  GRAYED_OPACITY = 0.45;
/** Context is smaller too, since a class may be gray. */
export const GRAYED_SIZE = 0.75;
/** A diamond reaches a disc's radius / DIAMOND from its center, so that both cover the same area. */
export const DIAMOND = 0.79;
/** The share of the skin's rim tone in the rim of a misclassified sample. */
export const WRONG_RIM = 0.9;
/** The rim of a hollow point, as a share of its diameter. */
export const HOLLOW_RIM = 0.2;
/** How much larger selected samples are drawn. */
export const SELECTED_GROWTH = 1.25;
/** Class centers, in CSS pixels. */
export const CENTER_DIAMETER = 14,
  CENTER_RING = 2;
/** Trajectories, at the moment shown and at the first epoch. */
export const TRAIL_OPACITY = 0.9,
  OLDEST_TRAIL_OPACITY = 0.15;

/** Return the width of a point's rim in the unit of the diameter, of which `pixelRatio` are one CSS pixel. */
export function rimOf(diameter: number, pixelRatio = 1): number {
  return Math.min(1.1 * pixelRatio, diameter * 0.16);
}

/** Trajectories of samples and of class centers, in CSS pixels. */
export const TRAIL_WIDTH = 1.25,
  CENTER_TRAIL_WIDTH = 3,
  CENTER_TRAIL_EDGE = 1;
