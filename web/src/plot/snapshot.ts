/** What the shaders draw, as plain data, so that a saved SVG can draw the same without them. */
import { UNSUPPORTED, WRONG } from "../numbers/paint.ts";
import { GRAYED } from "../page/DrawingStore.ts";
import type { Size } from "./camera.ts";
import { colorAt, css, isDrawn, isInView, nearestEpoch, positionIn, rgbAt, valueAt } from "./drawn.ts";
import type { Drawn } from "./drawn.ts";
import {
  backgroundOf,
  CENTER_DIAMETER,
  CENTER_RING,
  CENTER_TRAIL_EDGE,
  CENTER_TRAIL_WIDTH,
  DIAMOND,
  GRAYED_OPACITY,
  GRAYED_SIZE,
  HOLLOW_RIM,
  OLDEST_TRAIL_OPACITY,
  OPACITY,
  rimOf,
  SELECTED_GROWTH,
  TRAIL_OPACITY,
  TRAIL_WIDTH,
  WRONG_RIM,
} from "./looks.ts";
import type { Rgb } from "./looks.ts";
import { momentAt } from "./positions.ts";
import type { Moment, Position } from "./positions.ts";

export interface Look {
  /** The code of its color in the paint: where classes are the colors, the class. */
  readonly code: number;
  readonly shape: "disc" | "diamond";
  /** From the center to the outer edge or corner, in CSS pixels. */
  readonly radius: number;
  readonly fill: string;
  readonly rim: string;
  /** 0 for none; it is inside the radius. */
  readonly rimWidth: number;
  readonly opacity: number;
}

export interface DrawnPoint {
  readonly position: Position;
  /** The same object for all points that look the same. */
  readonly look: Look;
}

/** The trajectory of one point up to its position; each step has its own opacity. */
export interface Trail {
  readonly color: string;
  /** CSS pixels. */
  readonly width: number;
  /** The edge on both sides; null draws none. */
  readonly edge: { readonly color: string; readonly width: number } | null;
  readonly positions: readonly Position[];
  readonly opacities: readonly number[];
}

/** In drawing order; all positions are CSS pixels in the plot. */
export interface Snapshot {
  readonly size: Size;
  readonly points: readonly DrawnPoint[];
  readonly trails: readonly Trail[];
  readonly selected: readonly DrawnPoint[];
  readonly centerTrails: readonly Trail[];
  readonly centers: readonly DrawnPoint[];
}

export function snapshotOf(drawn: Drawn): Snapshot {
  const selected = new Set(drawn.selected);
  const others = [...drawn.states.keys()].filter((sample) => !selected.has(sample));
  return {
    size: drawn.size,
    points: pointsOf(drawn, others, 1),
    trails: Array.from(drawn.trails, (sample) => ({
      ...trailOf(drawn, (moment) => drawn.table.at(sample, moment)),
      color: colorAt(drawn, sample),
      width: TRAIL_WIDTH,
      edge: null,
    })),
    selected: pointsOf(drawn, [...selected], SELECTED_GROWTH),
    centerTrails: drawn.centers.map(({ color }, at) => ({
      ...trailOf(drawn, (moment) => drawn.centersAt(moment)[at] ?? [0, 0]),
      color,
      width: CENTER_TRAIL_WIDTH,
      edge: { color: css(drawn.skin.ring), width: CENTER_TRAIL_EDGE },
    })),
    centers: centersOf(drawn),
  };
}

function pointsOf(drawn: Drawn, samples: readonly number[], growth: number): DrawnPoint[] {
  const looks = new Map<string, Look>();
  const diameter = drawn.diameter * growth;
  const inView = samples
    .map((sample) => ({ sample, position: positionIn(drawn, sample) }))
    .filter(({ sample, position }) => isDrawn(drawn.states, sample) && isInView(drawn, position, diameter));
  return inView.map(({ sample, position }) => {
    const kind = kindOf(drawn, sample);
    const key = Object.values(kind).join();
    const look = looks.get(key) ?? lookOf(kind, drawn, diameter);
    looks.set(key, look);
    return { position, look };
  });
}

/** The values that a point's look depends on. */
interface Kind {
  /** Codes of its colors at the two epochs. */
  readonly from: number;
  readonly to: number;
  readonly grayed: boolean;
  readonly wrong: boolean;
  readonly hollow: boolean;
}

/** As in the vertex shader. */
function kindOf({ moment, paint: { codes, marks }, states }: Drawn, sample: number): Kind {
  const at = (values: Uint8Array | Uint16Array, epoch: number) => valueAt(values, states.length, epoch, sample);
  return {
    from: at(codes, moment.from),
    to: at(codes, moment.to),
    grayed: states[sample] === GRAYED,
    wrong: (at(marks, nearestEpoch(moment)) & WRONG) !== 0,
    hollow: moment.share > 0 && (at(marks, moment.to) & UNSUPPORTED) !== 0,
  };
}

/** As in the fragment shader. */
function lookOf({ from, to, grayed, wrong, hollow }: Kind, drawn: Drawn, diameter: number): Look {
  const {
    moment,
    paint: { colors },
    skin,
  } = drawn;
  const own = grayed ? diameter * GRAYED_SIZE : diameter;
  const fill = grayed ? skin.gray : mix(rgbAt(colors, from), rgbAt(colors, to), moment.share);
  const rim = hollow || grayed ? fill : mix(fill, skin.rim, wrong ? WRONG_RIM : skin.rimShare);
  const rimWidth = grayed && !hollow ? 0 : rimOf(drawn.diameter);
  return {
    code: moment.share < 0.5 ? from : to,
    shape: wrong ? "diamond" : "disc",
    radius: own / 2 / (wrong ? DIAMOND : 1),
    fill: hollow ? backgroundOf(skin) : css(fill),
    rim: css(rim),
    rimWidth: hollow ? Math.max(rimWidth, own * HOLLOW_RIM) : rimWidth,
    opacity: grayed ? GRAYED_OPACITY : OPACITY,
  };
}

function trailOf(
  { moment, toPixels }: Drawn,
  at: (moment: Moment) => Position,
): Pick<Trail, "positions" | "opacities"> {
  const now = moment.from + moment.share;
  const whole = Array.from({ length: moment.from + 1 }, (_, epoch) => epoch);
  const times = moment.share > 0 ? [...whole, now] : whole;
  const opacity = (time: number) =>
    TRAIL_OPACITY + (OLDEST_TRAIL_OPACITY - TRAIL_OPACITY) * (now > 0 ? (now - time) / now : 0);
  return {
    positions: times.map((time) => toPixels(at(time === now ? moment : momentAt(time)))),
    opacities: times.slice(1).map((time, step) => (opacity(time) + opacity(times[step] ?? 0)) / 2),
  };
}

function centersOf({ centers, centersAt, moment, skin, toPixels }: Drawn): DrawnPoint[] {
  return centersAt(moment).map((position, code) => ({
    position: toPixels(position),
    look: {
      code,
      shape: "disc",
      radius: CENTER_DIAMETER / 2,
      fill: centers[code]?.color ?? "",
      rim: css(skin.ring),
      rimWidth: CENTER_RING,
      opacity: OPACITY,
    },
  }));
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return a.map((channel, at) => channel + ((b[at] ?? 0) - channel) * share) as unknown as Rgb;
}
