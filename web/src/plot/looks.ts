/** How points look: colors of the plot in light and dark, and what the shaders and a saved SVG share. */
import type { ThemeName } from "../numbers/palette.ts";

export type Rgb = readonly [red: number, green: number, blue: number];

export interface Skin {
  readonly background: number;
  /** The tone that is mixed into a point's rim. */
  readonly rim: Rgb;
  /** Its share in the rim of raised samples, which stand out from the others. */
  readonly raisedRim: number;
  readonly ring: Rgb;
  /** Whether the tails of points add up to light where they cross. */
  readonly glow: boolean;
  /** The color of samples that are context while others are selected. */
  readonly gray: Rgb;
}

export const SKINS: Record<ThemeName, Skin> = {
  light: {
    background: 0xffffff,
    rim: [0.05, 0.06, 0.1],
    raisedRim: 0.42,
    ring: [0.07, 0.09, 0.15],
    glow: false,
    gray: [0.62, 0.65, 0.7],
  },
  dark: {
    background: 0x101318,
    rim: [0.06, 0.07, 0.09],
    raisedRim: 0.55,
    ring: [1, 1, 1],
    glow: true,
    gray: [0.36, 0.39, 0.44],
  },
};

/** "#rrggbb" */
export function backgroundOf({ background }: Skin): string {
  return `#${background.toString(16).padStart(6, "0")}`;
}

/** What the points of one drawing have in common. */
export interface PointStyle {
  /** CSS pixels. */
  readonly diameter: number;
  readonly opacity: number;
  /** The share of the skin's rim tone in a point's rim. */
  readonly rimShare: number;
}

/** What the style of points depends on. */
export interface Crowd {
  /** The number of samples that points are sized for. */
  readonly samples: number;
  /** How many of them are raised above the others. */
  readonly raised: number;
  /** The zoom, relative to that which shows the whole projection. */
  readonly relativeZoom: number;
  /** The factor that the user chose. */
  readonly pointSize: number;
}

/** Points of few samples are large; the more there are, the smaller, so that single ones stay distinct. */
const DIAMETER = { most: 10, least: 2.2, of600: 9, fall: 0.38 };
/** The more samples, the more shines through, so that density and mixing show. */
const OPACITIES = { most: 0.9, least: 0.5, of600: 0.88, fall: 0.06 };
/** The share of that under the outlines of a density. */
const UNDER_OUTLINES = 0.4;
/** Just enough to tell two points of one color apart. */
const RIM_SHARE = 0.12;
/** Up to this number, raised samples are as large as below and have a full rim; the rims of many would hide their colors. */
const FEW_RAISED = 100;
/** How much larger raised samples are than others, and CSS pixels that a few of them may reach where others are small. */
const RAISED = { growth: 1.25, ofFew: 2.25, most: 7, opacity: 0.96 };

export function styleOf({ samples, relativeZoom, pointSize }: Crowd): PointStyle {
  return {
    diameter: pointSize * falling(DIAMETER, samples) * Math.min(3, Math.pow(relativeZoom, 0.4)),
    // The part of them that is in view, which is all of them where there is room beside the projection.
    opacity: falling(OPACITIES, samples / Math.max(1, relativeZoom) ** 2),
    rimShare: RIM_SHARE,
  };
}

/** The style of the raised samples: larger, denser and, where they are few, with a rim. */
export function raisedStyleOf(crowd: Crowd, skin: Skin): PointStyle {
  const few = Math.min(1, Math.sqrt(FEW_RAISED / Math.max(1, crowd.raised)));
  const { diameter } = styleOf(crowd);
  const { opacity } = styleOf({ ...crowd, samples: crowd.raised });
  const growth = RAISED.growth + (RAISED.ofFew - RAISED.growth) * few;
  return {
    diameter: Math.max(diameter * RAISED.growth, Math.min(RAISED.most, diameter * growth)),
    opacity: opacity + (RAISED.opacity - opacity) * few,
    rimShare: RIM_SHARE + (skin.raisedRim - RIM_SHARE) * few,
  };
}

/** The style of points under the outlines of their density, which stand out from them. */
export function faint(style: PointStyle): PointStyle {
  return { ...style, opacity: style.opacity * UNDER_OUTLINES };
}

function falling({ most, least, of600, fall }: typeof DIAMETER, samples: number): number {
  return Math.min(most, Math.max(least, of600 * Math.pow(600 / Math.max(1, samples), fall)));
}

export const GRAYED_OPACITY = 0.45;
/** Context is smaller too, since a class may be gray. */
export const GRAYED_SIZE = 0.75;
/** A diamond reaches a disc's radius / DIAMOND from its center, so that both cover the same area. */
export const DIAMOND = 0.79;
/** The rim of a hollow point, as a share of its diameter. */
export const HOLLOW_RIM = 0.2;
/** Class centers; sizes are CSS pixels. */
export const CENTER_DIAMETER = 14,
  CENTER_RING = 2,
  CENTER_OPACITY = 0.92;
/** The opacity of a trajectory at the moment shown; at its beginning it has this share of that. */
const TRAIL_OPACITY = 0.9;
export const OLDEST_TRAIL = 1 / 6;

/** Return the width of a point's rim, in the unit of its diameter: CSS pixels. */
export function rimOf(diameter: number): number {
  return Math.min(1.1, diameter * 0.16);
}

/** Comet tails: the opacity beside their points, the width beside a point's diameter, and the length in CSS pixels. */
export const TAIL_OPACITY = 0.36,
  TAIL_WIDTH = 0.85,
  LONGEST_TAIL = 64;
/** The largest number of samples that have a tail: enough to see where all of them go. */
export const MOST_TAILS = 30_000;

/** How trajectories are drawn: the opacity at the moment shown, and how many epochs back they begin. */
export interface TrailStyle {
  readonly opacity: number;
  readonly span: number;
}

/** Trajectories of few samples are whole; those of more would be a hairball, so that they are short and faint. */
const WHOLE_TRAILS = 30,
  SHORT_TRAIL = 4,
  STRONG_TRAILS = 8,
  FAINTEST_TRAIL = 0.1;
export const WHOLE_TRAIL: TrailStyle = { opacity: TRAIL_OPACITY, span: Number.MAX_SAFE_INTEGER };

export function trailStyleOf(samples: number): TrailStyle {
  const share = Math.min(1, Math.sqrt(STRONG_TRAILS / Math.max(1, samples)));
  return {
    opacity: Math.max(FAINTEST_TRAIL, TRAIL_OPACITY * share),
    span: samples > WHOLE_TRAILS ? SHORT_TRAIL : WHOLE_TRAIL.span,
  };
}

/** Trajectories of samples and of class centers, in CSS pixels. */
export const TRAIL_WIDTH = 1.25,
  CENTER_TRAIL_WIDTH = 3,
  CENTER_TRAIL_EDGE = 1;
