/** What the shaders draw, as plain data, so that a saved SVG can draw the same without them. */
import { UNSUPPORTED, WRONG } from "../numbers/paint.ts";
import { GRAYED } from "../page/DrawingStore.ts";
import type { Size } from "./camera.ts";
import { colorAt, css, isDrawn, isInView, nearestEpoch, positionIn, rgbAt, valueAt } from "./drawn.ts";
import type { Drawn } from "./drawn.ts";
import {
  backgroundOf,
  CENTER_DIAMETER,
  CENTER_OPACITY,
  CENTER_RING,
  CENTER_TRAIL_EDGE,
  CENTER_TRAIL_WIDTH,
  DIAMOND,
  GRAYED_OPACITY,
  GRAYED_SIZE,
  HOLLOW_RIM,
  OLDEST_TRAIL,
  rimOf,
  TRAIL_WIDTH,
  trailStyleOf,
  WHOLE_TRAIL,
} from "./looks.ts";
import type { PointStyle, Rgb, TrailStyle } from "./looks.ts";
import { inOrder } from "./order.ts";
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
  const others = [...drawn.order].filter((sample) => !selected.has(sample));
  return {
    size: drawn.size,
    points: pointsOf(drawn, others, drawn.points),
    trails: Array.from(drawn.trails, (sample) => ({
      ...trailOf(drawn, trailStyleOf(drawn.trails.length), (moment) => drawn.table.at(sample, moment)),
      color: colorAt(drawn, sample),
      width: TRAIL_WIDTH,
      edge: null,
    })),
    selected: pointsOf(drawn, [...inOrder(drawn.order, drawn.selected)], drawn.raised),
    centerTrails: drawn.centers.map(({ color }, at) => ({
      ...trailOf(drawn, WHOLE_TRAIL, (moment) => drawn.centersAt(moment)[at] ?? [0, 0]),
      color,
      width: CENTER_TRAIL_WIDTH,
      edge: { color: css(drawn.skin.ring), width: CENTER_TRAIL_EDGE },
    })),
    centers: centersOf(drawn),
  };
}

function pointsOf(drawn: Drawn, samples: readonly number[], style: PointStyle): DrawnPoint[] {
  const looks = new Map<string, Look>();
  const inView = samples
    .map((sample) => ({ sample, position: positionIn(drawn, sample) }))
    .filter(({ sample, position }) => isDrawn(drawn.states, sample) && isInView(drawn, position, style.diameter));
  return inView.map(({ sample, position }) => {
    const kind = kindOf(drawn, sample);
    const key = Object.values(kind).join();
    const look = looks.get(key) ?? lookOf(kind, drawn, style);
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
function lookOf({ from, to, grayed, wrong, hollow }: Kind, drawn: Drawn, style: PointStyle): Look {
  const {
    moment,
    paint: { colors },
    skin,
  } = drawn;
  const own = grayed ? style.diameter * GRAYED_SIZE : style.diameter;
  const fill = grayed ? skin.gray : mix(rgbAt(colors, from), rgbAt(colors, to), moment.share);
  const rim = hollow || grayed ? fill : mix(fill, skin.rim, style.rimShare);
  const rimWidth = grayed && !hollow ? 0 : rimOf(drawn.points.diameter);
  return {
    code: moment.share < 0.5 ? from : to,
    shape: wrong ? "diamond" : "disc",
    radius: own / 2 / (wrong ? DIAMOND : 1),
    fill: hollow ? backgroundOf(skin) : css(fill),
    rim: css(rim),
    rimWidth: hollow ? Math.max(rimWidth, own * HOLLOW_RIM) : rimWidth,
    opacity: grayed ? GRAYED_OPACITY : style.opacity,
  };
}

function trailOf(
  { moment, toPixels }: Drawn,
  { opacity, span }: TrailStyle,
  at: (moment: Moment) => Position,
): Pick<Trail, "positions" | "opacities"> {
  const now = moment.from + moment.share;
  const first = Math.max(0, now - span);
  const whole = Array.from({ length: moment.from + 1 }, (_, epoch) => epoch).filter((epoch) => epoch > first);
  const times = [first, ...whole.filter((epoch) => epoch < now), ...(now > first ? [now] : [])];
  const opacityAt = (time: number) => opacity * (1 - ((1 - OLDEST_TRAIL) * (now - time)) / (now - first));
  return {
    positions: times.map((time) => toPixels(at(time === now ? moment : between(time)))),
    opacities: times.slice(1).map((time, step) => (opacityAt(time) + opacityAt(times[step] ?? 0)) / 2),
  };
}

/** As trajectories go: straight from one epoch to the next. */
function between(time: number): Moment {
  const from = Math.floor(time);
  return { from, to: time > from ? from + 1 : from, share: time - from };
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
      opacity: CENTER_OPACITY,
    },
  }));
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return a.map((channel, at) => channel + ((b[at] ?? 0) - channel) * share) as unknown as Rgb;
}
