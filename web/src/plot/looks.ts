/** How points look, in numbers: the shaders draw them so, and so does a saved SVG. */
export const OPACITY = 0.92,
  GRAYED_OPACITY = 0.45;
/** Context is smaller too: some class may be gray. */
export const GRAYED_SIZE = 0.75;
/** A diamond reaches a disc's radius / DIAMOND from its middle: then both cover the same area. */
export const DIAMOND = 0.79;
/** How much of the skin's rim tone is in the rim of a wrong sample. */
export const WRONG_RIM = 0.9;
/** The rim of a hollow point, as a share of its diameter. */
export const HOLLOW_RIM = 0.2;
/** Selected samples stand out a little. */
export const SELECTED_GROWTH = 1.25;
/** Of centers, in CSS pixels. */
export const CENTER_DIAMETER = 14,
  CENTER_RING = 2;
/** Of a trail, at the moment shown and at the first epoch. */
export const TRAIL_OPACITY = 0.9,
  OLDEST_TRAIL_OPACITY = 0.15;

/** How wide the rim of a point is, in the unit of the diameter; so many of it are a CSS pixel. */
export function rimOf(diameter: number, pixelRatio = 1): number {
  return Math.min(1.1 * pixelRatio, diameter * 0.16);
}

/** Of the ways of samples and of classes' centers, in CSS pixels. */
export const TRAIL_WIDTH = 1.25,
  CENTER_TRAIL_WIDTH = 3,
  CENTER_TRAIL_EDGE = 1;
