/** The layout of a saved plot: caption above, points, legend below. The same for PNG, SVG and video. */
import type { Size } from "../plot/camera.ts";
import { NAME_SIZE, NAME_WEIGHT } from "../plot/names.ts";
import type { PlacedName } from "../plot/names.ts";
import type { Look } from "../plot/snapshot.ts";
import type { Caption, Legend, LegendEntry } from "./contents.ts";
import type { Mark, Measure, TextMark, TextStyle } from "./marks.ts";

/** Colors and metrics of the text. */
export interface Pen {
  readonly measure: Measure;
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
}

export interface Sheet extends Size {
  /** How far below the upper edge the points begin; they take the whole width. */
  readonly top: number;
  readonly plot: Size;
  readonly marks: readonly Mark[];
}

const MARGIN = 20,
  GAP = 24;
const TITLE: TextStyle = { size: 24, weight: 650 };
const TITLE_LINE = 34;
const BODY: TextStyle = { size: 13, weight: 400 };
const HEADING: TextStyle = { size: 13, weight: 600 };
const LINE = 20;
/** From a line's upper edge to the baseline. */
const RISE = 14,
  TITLE_RISE = 24;
/** From the middle of a letter down to the baseline. */
const MIDDLE = 4.5;
const SWATCH = 12,
  SWATCH_GAP = 8;
const SWATCH_LOOK: Look = { code: 0, shape: "disc", radius: SWATCH / 2, fill: "", rim: "", rimWidth: 0, opacity: 1 };
const LONGEST_NAME = 240;
const BAR: Size = { width: 256, height: 12 };
const SEPARATOR = " · ";

/** Return the marks around a plot of this size, with room for `lines` lines of facts. */
export function layOutSheet(
  caption: Caption,
  legend: Legend,
  plot: Size,
  pen: Pen,
  lines = linesNeeded([caption], plot, pen),
): Sheet {
  const top = MARGIN + TITLE_LINE + lines * LINE + MARGIN / 2;
  const below = top + plot.height + MARGIN / 2;
  const scale = legend.scale === null ? [] : scaleMarks(legend.scale, below + LINE, pen);
  const key = [...scale, ...entryMarks(legend.entries, lowest(scale, below + RISE) + LINE - RISE, plot, pen)];
  const hollow = legend.hollow === null ? [] : hollowMarks(legend.hollow, lowest(key, below), pen);
  const legendMarks = [{ ...textMark(legend.title, MARGIN, below + RISE, pen.text), ...HEADING }, ...key, ...hollow];
  const height = lowest(legendMarks, below) + MARGIN;
  const behind: Mark = { kind: "box", x: 0, y: 0, width: plot.width, height, color: pen.background };
  return {
    width: plot.width,
    height,
    top,
    plot,
    marks: [behind, ...captionMarks(caption, plot, pen), ...legendMarks],
  };
}

function lowest(marks: readonly Mark[], least: number): number {
  return Math.max(least, ...marks.map(({ y }) => y));
}

/** Return the number of lines that the longest caption needs for its facts. */
export function linesNeeded(captions: readonly Caption[], plot: Size, pen: Pen): number {
  return Math.max(0, ...captions.map(({ facts }) => linesOf(facts, roomIn(plot), pen.measure).length));
}

/** Return the names of classes over the points, as they are on screen. */
export function labelMarks(labels: readonly PlacedName[], pen: Pen): TextMark[] {
  return labels.map(({ text, x, y, color, opacity }) => ({
    ...textMark(text, x, y + MIDDLE, color),
    anchor: "middle",
    size: NAME_SIZE,
    weight: NAME_WEIGHT,
    halo: pen.background,
    opacity,
  }));
}

/** Join parts into lines no longer than the width; a part that is too long is truncated. */
export function linesOf(parts: readonly string[], width: number, measure: Measure): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const longer = `${lines.at(-1) ?? ""}${SEPARATOR}${part}`;
    if (lines.length > 0 && measure(longer, BODY) <= width) lines[lines.length - 1] = longer;
    else lines.push(cut(part, width, BODY, measure));
  }
  return lines;
}

/** Truncate a text to the width, with an ellipsis. */
export function cut(text: string, width: number, style: TextStyle, measure: Measure): string {
  if (measure(text, style) <= width) return text;
  const letters = Array.from(text);
  const start = (count: number) => `${letters.slice(0, count).join("").trimEnd()}…`;
  // Halving, because a name may have thousands of letters and it takes long to measure them.
  let [fitting, tooMany] = [0, letters.length];
  while (tooMany - fitting > 1) {
    const half = Math.floor((fitting + tooMany) / 2);
    if (measure(start(half), style) <= width) fitting = half;
    else tooMany = half;
  }
  return start(fitting);
}

function captionMarks({ title, epoch, facts }: Caption, plot: Size, pen: Pen): TextMark[] {
  const room = roomIn(plot);
  const start = cut(title, room - pen.measure(epoch, TITLE) - GAP, TITLE, pen.measure);
  return [
    { ...textMark(start, MARGIN, MARGIN + TITLE_RISE, pen.text), ...TITLE },
    { ...textMark(epoch, MARGIN + room, MARGIN + TITLE_RISE, pen.text), ...TITLE, anchor: "end" },
    ...linesOf(facts, room, pen.measure).map((line, at) =>
      textMark(line, MARGIN, MARGIN + TITLE_LINE + at * LINE + RISE, pen.muted),
    ),
  ];
}

function roomIn({ width }: Size): number {
  return width - 2 * MARGIN;
}

/** The legend reads downwards, column by column; it is never taller than the plot. */
function entryMarks(entries: readonly LegendEntry[], top: number, plot: Size, pen: Pen): Mark[] {
  const widest = Math.max(0, ...entries.map(({ name }) => Math.min(LONGEST_NAME, pen.measure(name, BODY))));
  const across = SWATCH + SWATCH_GAP + Math.ceil(widest) + GAP;
  const columns = Math.max(1, Math.floor((roomIn(plot) + GAP) / across));
  const most = columns * Math.max(1, Math.floor(plot.height / LINE) - 1);
  const listed = entries.length <= most ? entries : entries.slice(0, most - 1);
  const rows = Math.ceil(Math.min(entries.length, most) / columns);
  const positionOf = (at: number) => ({
    x: MARGIN + Math.floor(at / rows) * across,
    y: top + (at % rows) * LINE + RISE,
  });
  const marks = listed.flatMap((entry, at) => entryMark(entry, positionOf(at), pen));
  if (listed.length < entries.length)
    marks.push(moreMark(entries.length - listed.length, positionOf(listed.length), pen));
  return marks;
}

function entryMark({ name, color, shape }: LegendEntry, { x, y }: { x: number; y: number }, pen: Pen): Mark[] {
  return [
    { kind: "point", x: x + SWATCH / 2, y: y - MIDDLE, look: { ...SWATCH_LOOK, shape, fill: color } },
    textMark(cut(name, LONGEST_NAME, BODY, pen.measure), x + SWATCH + SWATCH_GAP, y, pen.text),
  ];
}

function hollowMarks(name: string, above: number, pen: Pen): Mark[] {
  const look: Look = { ...SWATCH_LOOK, fill: pen.background, rim: pen.muted, rimWidth: 2.5 };
  return [
    { kind: "point", x: MARGIN + SWATCH / 2, y: above + LINE - MIDDLE, look },
    textMark(name, MARGIN + SWATCH + SWATCH_GAP, above + LINE, pen.muted),
  ];
}

function moreMark(more: number, { x, y }: { x: number; y: number }, pen: Pen): TextMark {
  return textMark(`and ${more} more`, x, y, pen.muted);
}

function scaleMarks({ ends, colors }: NonNullable<Legend["scale"]>, top: number, pen: Pen): Mark[] {
  const step = BAR.width / colors.length;
  const ground = top + 4;
  const boxes = colors.map((color, at): Mark => ({
    kind: "box",
    x: MARGIN + at * step,
    y: ground,
    width: step,
    height: BAR.height,
    color,
  }));
  const under = ground + BAR.height + RISE;
  return [
    ...boxes,
    textMark(ends[0], MARGIN, under, pen.muted),
    { ...textMark(ends[1], MARGIN + BAR.width, under, pen.muted), anchor: "end" },
  ];
}

function textMark(text: string, x: number, y: number, color: string): TextMark {
  return { kind: "text", text, x, y, anchor: "start", color, ...BODY };
}
