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

/** Finds outlines only when samples have moved or changed: a moving camera just moves them. */
export class Outlines {
  private known: readonly Colored[] = [];
  private knownOf: readonly unknown[] = [];

  /** In drawing order: all outer ones, then all inner ones. */
  of(drawn: Drawn): DrawnOutline[] {
    const { density, table, moment, states, paint, skin } = drawn;
    if (density === null) return [];
    const of = [density, table, moment.from, moment.to, moment.share, states, paint, skin];
    if (of.some((part, at) => part !== this.knownOf[at])) this.known = outlinesIn(drawn);
    this.knownOf = of;
    return STRENGTHS.flatMap((strength, level) =>
      this.known.map(({ color, outlines }) => ({
        ...strength,
        color,
        path: pathOf(outlines[level] ?? [], drawn.toPixels),
      })),
    );
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
