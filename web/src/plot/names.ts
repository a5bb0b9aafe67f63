/** The classes' names over the plot: where they stand, how strongly they show, and how they step aside for each other. */
import type { ClassPlaces, Peak } from "../numbers/densest.ts";
import type { Box, Size } from "./camera.ts";
import type { Moment, Position } from "./positions.ts";

/** A class's name, and where it belongs. */
export interface Name {
  readonly text: string;
  readonly color: string;
  /** CSS pixels. */
  readonly width: number;
  /** Names of more weight are placed first. */
  readonly weight: number;
}

export interface PlacedName {
  readonly text: string;
  readonly color: string;
  readonly opacity: number;
  /** The middle of the text, in CSS pixels from the upper left of the plot. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** CSS pixels. */
export const NAME_SIZE = 14,
  NAME_HEIGHT = 19;
export const NAME_WEIGHT = 650;
/** From this distance on names begin to step aside, so that none jumps. */
const APPROACH = 18;
/** A name that had to step aside further than NEAR begins to fade; beyond FAR it would seem to name something else. */
const NEAR = 20,
  FAR = 36;
/** How much nearer the other side must be for a name to change sides. */
const CHANGE = 10;
/** A class this concentrated begins to have a name, and has it in full. */
const FAINT = 0.25,
  FULL = 0.6;
const LEAST_OPACITY = 0.15;
/** Names in view beyond these would not fit. */
const MOST_TRIED = 200;

/** Return where the classes are at a moment, in the wire's units; null while its epochs are not here. */
export function placesAt({ epochs }: ClassPlaces, { from, to, share }: Moment): readonly Omit<Peak, "near">[] | null {
  const [before, after] = [epochs[from], epochs[to]];
  if (before === undefined || after === undefined) return null;
  return before.map((one, at) => {
    const other = after[at] ?? one;
    const mix = (a: number, b: number) => a + (b - a) * share;
    return {
      x: mix(one.x, other.x),
      y: mix(one.y, other.y),
      concentration: mix(one.concentration, other.concentration),
    };
  });
}

/** Remembers on which side names step aside, from one drawing to the next. */
export class NamePlacer {
  private sides = new Map<string, 1 | -1>();

  /** Place those of the names that fit; `wanted` says where each belongs, in CSS pixels, and how concentrated its class is. */
  place(
    names: readonly Name[],
    wanted: readonly { readonly at: Position; readonly concentration: number }[],
    size: Size,
    taken: readonly Box[] = [],
  ): PlacedName[] {
    const before = this.sides;
    this.sides = new Map();
    const boxes = [...taken];
    const placed: PlacedName[] = [];
    for (const { name, x, y, opacity } of candidates(names, wanted, size)) {
      const box = { x: within(x, name.width / 2, size.width), y, width: name.width, height: NAME_HEIGHT };
      const aside = stepAside(box, boxes, before.get(name.text));
      const own = opacity * (1 - ramp(NEAR, FAR, Math.abs(aside)));
      const above = box.y + aside - NAME_HEIGHT / 2;
      if (own < LEAST_OPACITY || above < 0 || above + NAME_HEIGHT > size.height) continue;
      if (aside !== 0) this.sides.set(name.text, aside > 0 ? 1 : -1);
      boxes.push({ ...box, y: box.y + aside });
      placed.push({ text: name.text, color: name.color, opacity: own, x: box.x, y: box.y + aside, width: name.width });
    }
    return placed;
  }
}

/** The names that have their place in view, those of most weight first. */
function candidates(
  names: readonly Name[],
  wanted: readonly { readonly at: Position; readonly concentration: number }[],
  size: Size,
): { name: Name; x: number; y: number; opacity: number }[] {
  return names
    .flatMap((name, at) => {
      const { at: [x, y] = [-1, -1], concentration = 0 } = wanted[at] ?? {};
      const opacity = ramp(FAINT, FULL, concentration);
      const inView = x >= 0 && y >= 0 && x <= size.width && y <= size.height;
      return inView && opacity >= LEAST_OPACITY ? [{ name, x, y, opacity }] : [];
    })
    .sort((a, b) => b.name.weight - a.name.weight)
    .slice(0, MOST_TRIED);
}

/** Return how far down (or, below 0, up) a box must move to overlap none of the others. */
function stepAside(box: Box, others: readonly Box[], side: 1 | -1 | undefined): number {
  const blocked = others
    .map((other) => {
      const apart = Math.abs(box.x - other.x) - (box.width + other.width) / 2;
      const room = ((box.height + other.height) / 2) * Math.min(1, Math.max(0, 1 - apart / APPROACH));
      return { from: other.y - room, to: other.y + room };
    })
    .filter(({ from, to }) => from < to);
  const down = free(box.y, blocked) - box.y;
  const up =
    -free(
      -box.y,
      blocked.map(({ from, to }) => ({ from: -to, to: -from })),
    ) - box.y;
  const favor = side === undefined ? 0 : side * CHANGE;
  return down - favor <= -up ? down : up;
}

/** The first place from `y` on that is inside no blocked range. */
function free(y: number, blocked: readonly { readonly from: number; readonly to: number }[]): number {
  let place = y;
  for (const { from, to } of [...blocked].sort((a, b) => a.from - b.from)) if (from < place && place < to) place = to;
  return place;
}

function within(x: number, half: number, width: number): number {
  return Math.min(Math.max(x, half), Math.max(half, width - half));
}

/** From 0 to 1 between two values, slow at both. */
function ramp(from: number, to: number, value: number): number {
  const share = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return share * share * (3 - 2 * share);
}
