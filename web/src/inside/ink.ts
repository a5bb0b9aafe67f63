/** Turns strokes into the pixels of a network's input, the same in every browser. */
import type { LookInput } from "../api/looker.ts";
import { radiusAt, SIDE } from "./strokes.ts";
import type { Point, Stroke } from "./strokes.ts";

type Size = Pick<LookInput, "height" | "width" | "channels" | "background">;

/** How a drawing is moved and scaled before it becomes pixels; stroke widths are not scaled. */
interface Placement {
  /** Pixels from no ink to full ink. */
  readonly edge: number;
  readonly scale: number;
  readonly left: number;
  readonly top: number;
}

/**
 * Of the shorter side of an input, how much a centered drawing takes, and over how many pixels its edges fade: as the
 * characters of EMNIST do (Cohen et al. 2017; the longer side of half of 3,000 of them has 22 to 24 of 28 pixels).
 */
const FILLED = 23 / 28;
const SOFT_EDGE = 2.4;
/** A dot stays one. */
const MOST_SCALE = 2.5;
/** Pixels of the look at where the ink is. */
const ROUGH = 64;

/**
 * Return the input (height, width, channels) that a drawing makes: ink as bright as can be on a black background, or as
 * dark on a white one. One channel means characters, which are centered and scaled as those of the training are.
 */
export function pixelsOf(strokes: readonly Stroke[], size: Size): Uint8Array<ArrayBuffer> {
  const { height, width, channels, background } = size;
  const unit = Math.min(height, width) / SIDE;
  const asDrawn = { edge: 1, scale: unit, left: (width - SIDE * unit) / 2, top: (height - SIDE * unit) / 2 };
  const placement = (channels === 1 ? centered(strokes, height, width) : null) ?? asDrawn;
  const ink = inkOf(strokes, height, width, placement, unit);
  const pixels = new Uint8Array(height * width * channels);
  for (let at = 0; at < pixels.length; at++) {
    const value = Math.round(255 * (ink[Math.floor(at / channels)] ?? 0));
    pixels[at] = background === "black" ? value : 255 - value;
  }
  return pixels;
}

/** Whether nothing is left to see of the strokes. */
export function isBlank(strokes: readonly Stroke[]): boolean {
  return boxOf(strokes) === null;
}

/** Return how much ink is on each pixel, 0 to 1, shape (height, width). */
function inkOf(
  strokes: readonly Stroke[],
  height: number,
  width: number,
  { edge, scale, left, top }: Placement,
  unit: number,
): Float32Array {
  const ink = new Float32Array(height * width);
  for (const stroke of strokes) {
    const covered = new Float32Array(height * width);
    stroke.points.forEach((point, index) => {
      const before = stroke.points[index - 1] ?? point;
      const at = ({ x, y }: Point) => ({ x: left + (x + 0.5) * scale, y: top + (y + 0.5) * scale });
      cover(covered, height, width, at(before), at(point), radiusAt(stroke, point) * unit, edge);
    });
    for (let at = 0; at < ink.length; at++) {
      const [here = 0, new_ = 0] = [ink[at], covered[at]];
      ink[at] = stroke.tool === "pen" ? Math.max(here, new_) : Math.min(here, 1 - new_);
    }
  }
  return ink;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Cover the pixels that are nearer to a line than the radius; those at the edge in part. */
function cover(
  covered: Float32Array,
  height: number,
  width: number,
  from: Place,
  to: Place,
  radius: number,
  edge: number,
): void {
  const reach = radius + edge;
  const first = Math.max(0, Math.floor(Math.min(from.y, to.y) - reach));
  const last = Math.min(height - 1, Math.ceil(Math.max(from.y, to.y) + reach));
  const start = Math.max(0, Math.floor(Math.min(from.x, to.x) - reach));
  const end = Math.min(width - 1, Math.ceil(Math.max(from.x, to.x) + reach));
  for (let row = first; row <= last; row++)
    for (let column = start; column <= end; column++) {
      const share = 0.5 + (radius - distance({ x: column + 0.5, y: row + 0.5 }, from, to)) / edge;
      const at = row * width + column;
      covered[at] = Math.max(covered[at] ?? 0, Math.min(1, Math.max(0, share)));
    }
}

function distance({ x, y }: Place, from: Place, to: Place): number {
  const [across, down] = [to.x - from.x, to.y - from.y];
  const squared = across * across + down * down;
  const share = squared === 0 ? 0 : ((x - from.x) * across + (y - from.y) * down) / squared;
  const along = Math.min(1, Math.max(0, share));
  return Math.hypot(x - from.x - along * across, y - from.y - along * down);
}

/** Return where the middle of the drawing is the middle of the input, and its longer side takes its share; null if it is blank. */
function centered(strokes: readonly Stroke[], height: number, width: number): Placement | null {
  const box = boxOf(strokes);
  if (box === null) return null;
  const unit = Math.min(height, width) / SIDE;
  const longer = Math.max(box.right - box.left, box.bottom - box.top);
  // The stroke's own width stays, so it is no part of what is scaled.
  const brush = Math.min(longer, Math.max(...strokes.map((stroke) => stroke.width)));
  const room = Math.min(height, width) * FILLED - brush * unit;
  const scale = Math.min(unit * MOST_SCALE, Math.max(0, room) / Math.max(1, longer - brush));
  return {
    edge: SOFT_EDGE,
    scale,
    left: width / 2 - ((box.left + box.right) / 2) * scale,
    top: height / 2 - ((box.top + box.bottom) / 2) * scale,
  };
}

/** Return the edges of the ink, in units; null where there is none. */
function boxOf(strokes: readonly Stroke[]) {
  const unit = ROUGH / SIDE;
  const ink = inkOf(strokes, ROUGH, ROUGH, { edge: 1, scale: unit, left: 0, top: 0 }, unit);
  const inked = [...ink.keys()].filter((at) => (ink[at] ?? 0) > 0.5);
  if (inked.length === 0) return null;
  const columns = inked.map((at) => at % ROUGH);
  const rows = inked.map((at) => Math.floor(at / ROUGH));
  return {
    left: Math.min(...columns) / unit,
    right: (Math.max(...columns) + 1) / unit,
    top: Math.min(...rows) / unit,
    bottom: (Math.max(...rows) + 1) / unit,
  };
}
