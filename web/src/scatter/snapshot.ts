/** What the shaders draw, as plain data, for whoever draws it again without them: a saved SVG. */
import { GREYED } from "../stores/DrawingStore.ts";
import { UNSUPPORTED, WRONG } from "../stores/paint.ts";
import type { Size } from "./camera.ts";
import { isDrawn, isInView, placeOf } from "./drawn.ts";
import type { Drawn, Place } from "./drawn.ts";
import { CENTRE_DIAMETER, CENTRE_RING, CENTRE_TRAIL_EDGE, CENTRE_TRAIL_WIDTH, DIAMOND, GREYED_OPACITY, GREYED_SIZE, HOLLOW_RIM, OLDEST_TRAIL_OPACITY, OPACITY, rimOf, SELECTED_GROWTH, TRAIL_OPACITY, TRAIL_WIDTH, WRONG_RIM } from "./looks.ts";
import { momentAt } from "./positions.ts";
import type { Moment } from "./positions.ts";
import type { Rgb, Skin } from "./skins.ts";

export interface Look {
  /** The number of its colour in the paint: where classes are the colours, that of the class. */
  readonly code: number;
  readonly shape: "disc" | "diamond";
  /** From the middle to the outer edge or corner, in CSS pixels. */
  readonly radius: number;
  readonly fill: string;
  readonly rim: string;
  /** 0 where there is none; it lies inside the radius. */
  readonly rimWidth: number;
  readonly opacity: number;
}

export interface DrawnPoint {
  readonly place: Place;
  /** The same object for all that look the same. */
  readonly look: Look;
}

/** The way of one point to where it is; each step has its own opacity. */
export interface Trail {
  readonly colour: string;
  /** CSS pixels. */
  readonly width: number;
  /** What is drawn on both sides of it; null is nothing. */
  readonly edge: { readonly colour: string; readonly width: number } | null;
  readonly places: readonly Place[];
  readonly opacities: readonly number[];
}

/** In drawing order; all places are CSS pixels inside the picture. */
export interface Snapshot {
  readonly size: Size;
  readonly points: readonly DrawnPoint[];
  readonly trails: readonly Trail[];
  readonly selected: readonly DrawnPoint[];
  readonly centreTrails: readonly Trail[];
  readonly centres: readonly DrawnPoint[];
}

export function snapshotOf(drawn: Drawn): Snapshot {
  const selected = new Set(drawn.selected);
  const others = [...drawn.states.keys()].filter((sample) => !selected.has(sample));
  return {
    size: drawn.size,
    points: pointsOf(drawn, others, 1),
    trails: Array.from(drawn.trails, (sample) => ({ ...trailOf(drawn, (moment) => drawn.table.at(sample, moment)), colour: colourAt(drawn, sample), width: TRAIL_WIDTH, edge: null })),
    selected: pointsOf(drawn, [...selected], SELECTED_GROWTH),
    centreTrails: drawn.centres.map(({ colour }, at) => ({ ...trailOf(drawn, (moment) => drawn.centresAt(moment)[at] ?? [0, 0]), colour, width: CENTRE_TRAIL_WIDTH, edge: { colour: css(drawn.skin.ring), width: CENTRE_TRAIL_EDGE } })),
    centres: centresOf(drawn),
  };
}

/** The colour of a sample at the epoch that is nearest. */
export function colourAt({ paint: { codes, colours }, states, moment }: Drawn, sample: number): string {
  return colourOfCode(colours, valueAt(codes, states.length, nearest(moment), sample));
}

/** Of RGBA bytes, shape (colours, 4). */
export function colourOfCode(colours: Uint8Array, code: number): string {
  return css(rgbAt(colours, code));
}

function nearest({ from, to, share }: Moment): number {
  return share < 0.5 ? from : to;
}

function pointsOf(drawn: Drawn, samples: readonly number[], growth: number): DrawnPoint[] {
  const looks = new Map<string, Look>();
  const diameter = drawn.diameter * growth;
  const inView = samples.map((sample) => ({ sample, place: placeOf(drawn, sample) })).filter(({ sample, place }) => isDrawn(drawn.states, sample) && isInView(drawn, place, diameter));
  return inView.map(({ sample, place }) => {
    const kind = kindOf(drawn, sample);
    const key = Object.values(kind).join();
    const look = looks.get(key) ?? lookOf(kind, drawn, diameter);
    looks.set(key, look);
    return { place, look };
  });
}

/** What a point's look depends on. */
interface Kind {
  /** Numbers of its colours at the two epochs. */
  readonly from: number;
  readonly to: number;
  readonly greyed: boolean;
  readonly wrong: boolean;
  readonly hollow: boolean;
}

/** As in the vertex shader. */
function kindOf({ moment, paint: { codes, marks }, states }: Drawn, sample: number): Kind {
  const at = (values: Uint8Array | Uint16Array, epoch: number) => valueAt(values, states.length, epoch, sample);
  return {
    from: at(codes, moment.from), to: at(codes, moment.to),
    greyed: states[sample] === GREYED,
    wrong: (at(marks, nearest(moment)) & WRONG) !== 0,
    hollow: moment.share > 0 && (at(marks, moment.to) & UNSUPPORTED) !== 0,
  };
}

/** As in the fragment shader. */
function lookOf({ from, to, greyed, wrong, hollow }: Kind, drawn: Drawn, diameter: number): Look {
  const { moment, paint: { colours }, skin } = drawn;
  const own = greyed ? diameter * GREYED_SIZE : diameter;
  const fill = greyed ? skin.grey : mix(rgbAt(colours, from), rgbAt(colours, to), moment.share);
  const rim = hollow || greyed ? fill : mix(fill, skin.rim, wrong ? WRONG_RIM : skin.rimShare);
  const rimWidth = greyed && !hollow ? 0 : rimOf(drawn.diameter);
  return {
    code: moment.share < 0.5 ? from : to,
    shape: wrong ? "diamond" : "disc",
    radius: own / 2 / (wrong ? DIAMOND : 1),
    fill: hollow ? backgroundOf(skin) : css(fill),
    rim: css(rim),
    rimWidth: hollow ? Math.max(rimWidth, own * HOLLOW_RIM) : rimWidth,
    opacity: greyed ? GREYED_OPACITY : OPACITY,
  };
}

function trailOf({ moment, toPixels }: Drawn, at: (moment: Moment) => Place): Pick<Trail, "places" | "opacities"> {
  const now = moment.from + moment.share;
  const whole = Array.from({ length: moment.from + 1 }, (_, epoch) => epoch);
  const times = moment.share > 0 ? [...whole, now] : whole;
  const opacity = (time: number) => TRAIL_OPACITY + (OLDEST_TRAIL_OPACITY - TRAIL_OPACITY) * (now > 0 ? (now - time) / now : 0);
  return {
    places: times.map((time) => toPixels(at(time === now ? moment : momentAt(time)))),
    opacities: times.slice(1).map((time, step) => (opacity(time) + opacity(times[step] ?? 0)) / 2),
  };
}

function centresOf({ centres, centresAt, moment, skin, toPixels }: Drawn): DrawnPoint[] {
  return centresAt(moment).map((place, code) => ({
    place: toPixels(place),
    look: { code, shape: "disc", radius: CENTRE_DIAMETER / 2, fill: centres[code]?.colour ?? "", rim: css(skin.ring), rimWidth: CENTRE_RING, opacity: OPACITY },
  }));
}

function backgroundOf({ background }: Skin): string {
  return `#${background.toString(16).padStart(6, "0")}`;
}

/** What never changes has one row for all epochs. */
function valueAt(values: Uint8Array | Uint16Array, samples: number, epoch: number, sample: number): number {
  const row = Math.min(epoch, Math.floor(values.length / samples) - 1);
  return values[row * samples + sample] ?? 0;
}

function rgbAt(colours: Uint8Array, code: number): Rgb {
  return [0, 1, 2].map((channel) => (colours[4 * code + channel] ?? 0) / 255) as unknown as Rgb;
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return a.map((channel, at) => channel + ((b[at] ?? 0) - channel) * share) as unknown as Rgb;
}

function css(rgb: Rgb): string {
  return `#${rgb.map((channel) => Math.round(channel * 255).toString(16).padStart(2, "0")).join("")}`;
}
