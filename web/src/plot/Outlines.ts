/** The density look: two outlines for each color, around most of its samples and around half of them. */
import { outlinesOf } from "../numbers/contours.ts";
import type { Outline } from "../numbers/contours.ts";
import { groupsOf } from "../numbers/groups.ts";
import { SHOWN } from "../page/DrawingStore.ts";
import { colorOfCode, css, nearestEpoch, rowAt } from "./drawn.ts";
import type { Drawn } from "./drawn.ts";
import type { Position } from "./positions.ts";

/** Opacities of the fill and of the line of the outer and of the inner outline. */
const STRENGTHS = [
  { fill: 0.08, line: 0.5 },
  { fill: 0.16, line: 0.95 },
] as const;
/** CSS pixels. */
export const OUTLINE_WIDTH = 1.25;

export interface DrawnOutline {
  /** SVG path data in CSS pixels; holes are lines within lines, so it is filled by the even-odd rule. */
  readonly path: string;
  readonly color: string;
  readonly fill: number;
  readonly line: number;
}

interface Colored {
  readonly color: string;
  readonly outlines: readonly [outer: Outline, inner: Outline];
}

/** Of the time while samples move, the share that finding outlines may take. */
const MOVING_SHARE = 1 / 3;

/** Finds outlines only when samples have moved or changed: a moving camera just moves them. */
export class Outlines {
  /** Whether samples have moved since the outlines were found, which took too long to find them again at once. */
  late = false;
  private known: readonly Colored[] = [];
  private knownOf: readonly unknown[] = [];
  /** When they were found, and how long that took, in milliseconds. */
  private foundAt = -Infinity;
  private took = 0;

  /** In drawing order: all outer ones, then all inner ones. Those that may be late leave time for the points. */
  of(drawn: Drawn, mayBeLate = false): DrawnOutline[] {
    const { density, table, moment, states, paint, skin } = drawn;
    if (density === null) return [];
    const of = [moment.from, moment.to, moment.share, density, table, states, paint, skin];
    const changes = of.flatMap((part, at) => (part === this.knownOf[at] ? [] : [at]));
    const onlyMoved = changes.length > 0 && changes.every((at) => at < 3);
    this.late = mayBeLate && onlyMoved && performance.now() - this.foundAt < this.took / MOVING_SHARE;
    if (changes.length > 0 && !this.late) this.find(drawn, of);
    return STRENGTHS.flatMap((strength, level) =>
      this.known.map(({ color, outlines }) => ({
        ...strength,
        color,
        path: pathOf(outlines[level] ?? [], drawn.toPixels),
      })),
    );
  }

  private find(drawn: Drawn, of: readonly unknown[]): void {
    const before = performance.now();
    this.known = outlinesIn(drawn);
    this.knownOf = of;
    this.foundAt = performance.now();
    this.took = this.foundAt - before;
  }
}

/** Only of samples in their color; those of the same color belong together, or all where colors say a number. */
function outlinesIn({ density, table, moment, states, paint, skin }: Drawn): Colored[] {
  const members = states.map((state) => (state === SHOWN ? 1 : 0));
  const codes =
    density === "colors" ? rowAt(paint.codes, states.length, nearestEpoch(moment)) : new Uint8Array(states.length);
  const { classes, samples } = groupsOf(codes, members);
  return classes.flatMap((code, at) => {
    const outlines = outlinesOf(samples[at] ?? new Uint32Array(), (sample) => table.at(sample, moment));
    const color = density === "colors" ? colorOfCode(paint.colors, code) : css(skin.ring);
    return outlines === null ? [] : [{ color, outlines }];
  });
}

/** A smooth line through the middles of an outline's sides. */
function pathOf(outline: Outline, toPixels: (position: Position) => Position): string {
  return outline.map((ring) => smoothLine(ring.slice(1).map(toPixels))).join("");
}

function smoothLine(corners: readonly Position[]): string {
  const [first, last] = [corners[0], corners.at(-1)];
  if (first === undefined || last === undefined) return "";
  let path = `M${point(middle(last, first))}`;
  corners.forEach((corner, at) => {
    path += `Q${point(corner)} ${point(middle(corner, corners[at + 1] ?? first))}`;
  });
  return `${path}Z`;
}

function middle(one: Position, other: Position): Position {
  return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
}

function point([x, y]: Position): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
