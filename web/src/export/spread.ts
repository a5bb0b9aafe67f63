/** One or two plots of the page on one sheet, side by side, each with its own caption and legend. */
import type { Page } from "../page/Page.ts";
import type { Size } from "../plot/camera.ts";
import type { Frame } from "../plot/framing.ts";
import type { ScatterView } from "../plot/ScatterView.ts";
import { captionAt, legendOf } from "./contents.ts";
import { croppedTo, scaledTo, STEEPEST } from "./crop.ts";
import { layOutSheet, linesNeeded } from "./layout.ts";
import type { Pen, Sheet } from "./layout.ts";

/** The part of the plot on the page that a saved one is made from. */
export type PlotView = Pick<ScatterView, "snapshot" | "drawInto" | "framed" | "bounds" | "seen">;

/** A plot of the page: its stores and what draws it. */
export interface Subject {
  readonly page: Page;
  readonly view: PlotView;
}

export interface Part {
  readonly subject: Subject;
  readonly frame: Frame;
  readonly sheet: Sheet;
  /** Where its left edge is, in CSS pixels. */
  readonly x: number;
}

export interface Spread extends Size {
  readonly parts: readonly Part[];
}

/** CSS pixels. */
const NARROWEST = 640,
  WIDEST = 1200;

/** Return frames of one height for plots on screen, or for all epochs; as wide as they are, or as given. */
export function framesOf(subjects: readonly Subject[], always: boolean, width?: number): Frame[] {
  const frames = subjects.map((subject) => frameOf(subject, always, width));
  const height = Math.max(...frames.map(({ size }) => size.height));
  return frames.map(({ size, rect }) => ({ size: { ...size, height }, rect }));
}

function frameOf({ page, view }: Subject, always: boolean, width?: number): Frame {
  const { seen } = view;
  const bounds = page.view.view === null ? view.bounds(always) : null;
  const own = Math.min(WIDEST, Math.max(NARROWEST, seen.size.width));
  return bounds === null
    ? scaledTo(seen, width ?? seen.size.width)
    : croppedTo(bounds, width ?? own, always ? STEEPEST.film : STEEPEST.still);
}

/** Return the spread at an epoch, given by each page's index of it. */
export function spreadAt(
  subjects: readonly Subject[],
  frames: readonly Frame[],
  pen: Pen,
  { indexOf, moving, lines }: { indexOf: (page: Page) => number; moving: (page: Page) => boolean; lines?: number },
): Spread {
  const needed = lines ?? linesIn(subjects, frames, pen, indexOf);
  let width = 0;
  const parts = subjects.flatMap((subject, at): Part[] => {
    const frame = frames[at];
    if (frame === undefined) return [];
    const { page } = subject;
    const sheet = layOutSheet(captionAt(page, indexOf(page)), legendOf(page, moving(page)), frame.size, pen, needed);
    const part = { subject, frame, sheet, x: width };
    width += sheet.width;
    return [part];
  });
  return { parts, width, height: Math.max(...parts.map(({ sheet }) => sheet.height)) };
}

/** Return the lines of facts in the longest caption at an epoch. */
export function linesIn(
  subjects: readonly Subject[],
  frames: readonly Frame[],
  pen: Pen,
  indexOf: (page: Page) => number,
): number {
  const lines = subjects.map(({ page }, at) => {
    const frame = frames[at];
    return frame === undefined ? 0 : linesNeeded([captionAt(page, indexOf(page))], frame.size, pen);
  });
  return Math.max(0, ...lines);
}
