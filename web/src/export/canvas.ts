/** Paints saved plots: text and legends around the points that WebGL draws, for pictures and for each frame of a film. */
import type { Size } from "../plot/camera.ts";
import type { Frame } from "../plot/framing.ts";
import { FAINT_TILE } from "../plot/overlay.ts";
import type { Look } from "../plot/snapshot.ts";
import { labelMarks } from "./layout.ts";
import type { Pen } from "./layout.ts";
import { FONT } from "./marks.ts";
import type { AreaMark, LineMark, Mark, Measure, TextMark, TextStyle } from "./marks.ts";
import type { Poster } from "./poster.ts";
import type { Spread, Subject } from "./spread.ts";
import type { CutTile, TileCutter } from "./tiles.ts";

type Context = CanvasRenderingContext2D;

/** The plot disappeared while it was being saved: another layer, or a lost graphics context. */
export class NoPlot extends Error {}

/** Create a canvas for a sheet; say whether its pixels will be read again and again. */
export function makeCanvas(sheet: Size, pixelRatio: number, willReadFrequently = false): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement("canvas"), {
    width: toEven(sheet.width * pixelRatio),
    height: toEven(sheet.height * pixelRatio),
  });
  contextOf(canvas, willReadFrequently);
  return canvas;
}

export interface Painting {
  readonly pen: Pen;
  readonly pixelRatio: number;
  readonly cutter: TileCutter;
}

/** Where each plot is on its timeline; null paints it as on screen. */
export type PositionOf = ((subject: Subject) => number) | null;

export async function paintSpread(
  canvas: HTMLCanvasElement,
  { parts }: Spread,
  painting: Painting,
  positionOf: PositionOf = null,
): Promise<void> {
  for (const { subject, frame, sheet, x } of parts) {
    const context = contextAt(canvas, painting, x, 0);
    // The sheets of two views may have legends of different heights.
    context.fillStyle = painting.pen.background;
    context.fillRect(0, 0, canvas.width, canvas.height);
    paint(context, sheet.marks);
    await paintPlot(contextAt(canvas, painting, x, sheet.top), subject, frame, painting, positionOf?.(subject));
  }
}

export async function paintPoster(
  canvas: HTMLCanvasElement,
  { marks, plot }: Poster,
  painting: Painting,
  subject: Subject,
  frame: Frame,
): Promise<void> {
  const [behind, ...over] = marks;
  if (behind !== undefined) paint(contextAt(canvas, painting, 0, 0), [behind]);
  await paintPlot(contextAt(canvas, painting, plot.x, plot.y), subject, frame, painting);
  paint(contextAt(canvas, painting, 0, 0), over);
}

/** Paint the points, and what lies over them, with the upper left of the plot at the context's origin. */
async function paintPlot(
  context: Context,
  { view }: Subject,
  frame: Frame,
  { pen, pixelRatio, cutter }: Painting,
  position?: number,
): Promise<void> {
  const overlay = view.framed(frame, () => view.drawInto(context, pixelRatio, position));
  if (overlay === null) throw new NoPlot("the plot is no longer there");
  const tiles = await cutter.cut(overlay.tiles);
  context.save();
  context.beginPath();
  context.rect(0, 0, frame.size.width, frame.size.height);
  context.clip();
  for (const tile of tiles) paintTile(context, tile);
  paint(context, labelMarks(overlay.labels, pen));
  context.restore();
}

/** The canvas' context, with its unit a CSS pixel and its origin at a place. */
function contextAt(canvas: HTMLCanvasElement, { pixelRatio }: Painting, x: number, y: number): Context {
  const context = contextOf(canvas);
  context.setTransform(pixelRatio, 0, 0, pixelRatio, x * pixelRatio, y * pixelRatio);
  return context;
}

/** Measures the width of text as the browser renders it. */
export function textMeasure(): Measure {
  const context = contextOf(document.createElement("canvas"));
  return (text, style) => {
    context.font = fontOf(style);
    return context.measureText(text).width;
  };
}

function paint(context: Context, marks: readonly Mark[]): void {
  for (const mark of marks) {
    if (mark.kind === "text") paintText(context, mark);
    else if (mark.kind === "point") paintPoint(context, mark.look, mark.x, mark.y);
    else if (mark.kind === "line") paintLine(context, mark);
    else if (mark.kind === "area") paintArea(context, mark);
    else {
      context.fillStyle = mark.color;
      context.fillRect(mark.x, mark.y, mark.width, mark.height);
    }
  }
}

function paintText(context: Context, { text, x, y, anchor, color, halo, opacity, ...style }: TextMark): void {
  const textAlign = anchor === "middle" ? "center" : anchor;
  Object.assign(context, { font: fontOf(style), textAlign, fillStyle: color, lineWidth: 3, lineJoin: "round" });
  context.globalAlpha = opacity ?? 1;
  if (halo !== undefined) {
    context.strokeStyle = halo;
    context.strokeText(text, x, y);
  }
  context.fillText(text, x, y);
  context.globalAlpha = 1;
}

function paintLine(context: Context, { points, color, width }: LineMark): void {
  Object.assign(context, { strokeStyle: color, lineWidth: width, lineJoin: "round", lineCap: "round" });
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.stroke();
}

function paintArea(context: Context, { points, color, opacity }: AreaMark): void {
  Object.assign(context, { fillStyle: color, globalAlpha: opacity });
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.fill();
  context.globalAlpha = 1;
}

function paintPoint(context: Context, { shape, radius, fill, rim, rimWidth }: Look, x: number, y: number): void {
  if (rimWidth > 0) paintShape(context, shape, radius, rim, x, y);
  paintShape(context, shape, radius - rimWidth, fill, x, y);
}

function paintShape(context: Context, shape: Look["shape"], radius: number, color: string, x: number, y: number): void {
  context.fillStyle = color;
  context.beginPath();
  if (shape === "disc") context.arc(x, y, radius, 0, 2 * Math.PI);
  else
    for (const [across, down] of [
      [0, -1],
      [1, 0],
      [0, 1],
      [-1, 0],
    ] as const)
      context.lineTo(x + across * radius, y + down * radius);
  context.fill();
}

function paintTile(context: Context, { x, y, width, height, color, image, faint }: CutTile): void {
  context.imageSmoothingEnabled = false;
  context.globalAlpha = faint ? FAINT_TILE : 1;
  context.drawImage(image, x, y, width, height);
  Object.assign(context, { strokeStyle: color, lineWidth: 2 });
  context.strokeRect(x - 1, y - 1, width + 2, height + 2);
  context.globalAlpha = 1;
}

function fontOf({ size, weight }: TextStyle): string {
  return `${weight} ${size}px ${FONT}`;
}

/** The same context every time; what it is good for is decided the first time. */
function contextOf(canvas: HTMLCanvasElement, willReadFrequently = false): Context {
  // A video of a canvas with transparency would contain a second track for it.
  const context = canvas.getContext("2d", { alpha: false, willReadFrequently });
  if (context === null) throw new Error("this browser provides no canvas to draw on");
  return context;
}

/** Video stores colors for blocks of two by two pixels. */
function toEven(length: number): number {
  return 2 * Math.ceil(length / 2);
}
