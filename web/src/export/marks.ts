/** The parts of a caption and a legend, which svg.ts writes and canvas.ts paints. Lengths are CSS pixels. */
import type { Look } from "../plot/snapshot.ts";

export interface TextStyle {
  readonly size: number;
  readonly weight: number;
}

export interface TextMark extends TextStyle {
  readonly kind: "text";
  readonly text: string;
  /** Where the baseline begins, has its middle, or ends. */
  readonly x: number;
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
  readonly color: string;
  /** The color around letters that lie over points. */
  readonly halo?: string;
  readonly opacity?: number;
}

export interface PointMark {
  readonly kind: "point";
  readonly x: number;
  readonly y: number;
  readonly look: Look;
}

export interface BoxMark {
  readonly kind: "box";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly color: string;
}

type Points = readonly (readonly [x: number, y: number])[];

/** `x` and `y` of a line and of an area are a corner of the rectangle that it is in. */
export interface LineMark {
  readonly kind: "line";
  readonly x: number;
  readonly y: number;
  readonly points: Points;
  readonly color: string;
  readonly width: number;
}

export interface AreaMark {
  readonly kind: "area";
  readonly x: number;
  readonly y: number;
  readonly points: Points;
  readonly color: string;
  readonly opacity: number;
}

export type Mark = TextMark | PointMark | BoxMark | LineMark | AreaMark;

/** Return the width of a text. */
export type Measure = (text: string, style: TextStyle) => number;

/** As the page's own, in tokens.css. */
export const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
