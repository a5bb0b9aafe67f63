/** Draws the visible cells on a canvas: thousands of DOM elements would be slow. */
import type { Largest, Normalization } from "./confusion.ts";
import { cssColor, inkOn, shadeOf } from "./matrixColors.ts";
import type { MatrixSkin } from "./matrixColors.ts";
import { fitNumber, FONT_SIZES, NUMBERED, SPARKLINED } from "./matrixGeometry.ts";
import type { Geometry, Viewport } from "./matrixGeometry.ts";
import { cellNumbers } from "./confusionText.ts";

export interface MatrixContent extends Largest, Geometry {
  readonly ordered: readonly number[];
  readonly normalization: Normalization;
  readonly valueOf: (label: number, predicted: number) => number;
  /** The number of selected samples in a cell. */
  readonly selectedIn: (label: number, predicted: number) => number;
  /** A cell's values over the epochs. */
  readonly historyOf: (label: number, predicted: number) => Float32Array;
  /** The horizontal position of each epoch from 0 to 1, and the index of the one shown. */
  readonly across: readonly number[];
  readonly epochIndex: number;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

const MARGIN = 3,
  LINE = 0.34;

export function paintMatrix(
  canvas: HTMLCanvasElement,
  content: MatrixContent,
  skin: MatrixSkin,
  viewport: Viewport,
): void {
  const context = resized(canvas, viewport);
  if (context === null) return;
  const { ordered, size, head } = content;
  const [firstRow, lastRow] = visibleRange(viewport.top, viewport.height - head, size, ordered.length);
  const [firstColumn, lastColumn] = visibleRange(viewport.left, viewport.width - head, size, ordered.length);
  for (let row = firstRow; row < lastRow; row++) {
    for (let column = firstColumn; column < lastColumn; column++) {
      const box = {
        x: head + column * size - viewport.left,
        y: head + row * size - viewport.top,
        side: size < NUMBERED ? size : size - 1,
      };
      paintCell(context, content, skin, box, ordered[row] ?? 0, ordered[column] ?? 0);
    }
  }
}

/** Clear the canvas and size it to the box, in device pixels. */
function resized(canvas: HTMLCanvasElement, { width, height }: Viewport): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio;
  Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.scale(ratio, ratio);
  Object.assign(context, {
    font: `600 ${FONT_SIZES[0]}px ${getComputedStyle(canvas).fontFamily}`,
    textAlign: "center",
    textBaseline: "middle",
    lineJoin: "round",
  });
  return context;
}

/** Return the first visible row and the one after the last. */
function visibleRange(
  scrolled: number,
  room: number,
  size: number,
  rows: number,
): readonly [first: number, end: number] {
  return [Math.max(0, Math.floor(scrolled / size)), Math.min(rows, Math.ceil((scrolled + room) / size))];
}

function paintCell(
  context: CanvasRenderingContext2D,
  content: MatrixContent,
  skin: MatrixSkin,
  box: Box,
  label: number,
  predicted: number,
): void {
  const value = content.valueOf(label, predicted);
  const right = label === predicted;
  const most = right ? content.mostRight : content.mostWrong;
  const shade = value === 0 ? skin.empty : shadeOf(right ? skin.right : skin.wrong, value / most);
  const ink = cssColor(inkOn(shade));
  context.fillStyle = cssColor(shade);
  context.fillRect(box.x, box.y, box.side, box.side);
  Object.assign(context, { fillStyle: ink, strokeStyle: ink, lineWidth: 1 });
  if (content.size >= SPARKLINED) paintSparkline(context, content, box, content.historyOf(label, predicted));
  if (content.size >= NUMBERED && value > 0)
    paintNumber(context, box, cellNumbers(value, content.normalization), content.size >= SPARKLINED);
  if (content.selectedIn(label, predicted) > 0) paintMark(context, skin, box);
}

function paintNumber(
  context: CanvasRenderingContext2D,
  { x, y, side }: Box,
  ways: readonly string[],
  above: boolean,
): void {
  const fitting = fitNumber(ways, side, (way) => context.measureText(way).width);
  if (fitting === null) return;
  const { font } = context;
  context.font = font.replace(`${FONT_SIZES[0]}px`, `${fitting.size}px`);
  context.fillText(fitting.text, x + side / 2, y + (above ? (side * (1 - LINE)) / 2 : side / 2) + 1);
  context.font = font;
}

/** Draw at the bottom of the cell, scaled to its own maximum; the cell's color shows the magnitude. */
function paintSparkline(
  context: CanvasRenderingContext2D,
  { across, epochIndex }: MatrixContent,
  { x, y, side }: Box,
  values: Float32Array,
): void {
  const most = Math.max(...values);
  if (!(most > 0) || values.length < 2) return;
  const point = (at: number) =>
    [
      x + MARGIN + (across[at] ?? 0) * (side - 2 * MARGIN),
      y + side - MARGIN - ((values[at] ?? 0) / most) * side * (LINE - 0.08),
    ] as const;
  // Cells that are empty at this epoch stay in the background.
  const faint = (values[epochIndex] ?? 0) > 0 ? 1 : 0.5;
  context.globalAlpha = 0.6 * faint;
  context.beginPath();
  for (let at = 0; at < values.length; at++) context.lineTo(...point(at));
  context.stroke();
  context.globalAlpha = faint;
  context.beginPath();
  context.arc(...point(epochIndex), 1.75, 0, 2 * Math.PI);
  context.fill();
  context.globalAlpha = 1;
}

function paintMark(context: CanvasRenderingContext2D, skin: MatrixSkin, { x, y, side }: Box): void {
  const width = side < NUMBERED ? 1 : 2;
  const outline = (inset: number, color: string) => {
    context.strokeStyle = color;
    context.strokeRect(x + inset, y + inset, side - 2 * inset, side - 2 * inset);
  };
  context.lineWidth = width;
  outline(width / 2, skin.mark);
  context.lineWidth = 1;
  if (side >= NUMBERED) outline(width + 0.5, skin.markEdge);
}
