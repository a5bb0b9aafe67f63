/** Draws the cells that are in sight on a canvas: thousands of them would be slow as elements. */
import type { Normalization, Values } from "./confusion.ts";
import { cssColor, inkOn, shadeOf } from "./confusionColors.ts";
import type { MatrixSkin } from "./confusionColors.ts";
import { fitNumber, FONT_SIZES, NUMBERED, SPARKLINED } from "./confusionLayout.ts";
import type { Layout, Viewport } from "./confusionLayout.ts";
import { cellNumbers } from "./confusionWords.ts";

export interface MatrixPicture extends Values, Layout {
  readonly ordered: readonly number[];
  readonly classes: number;
  readonly normalization: Normalization;
  /** How many samples of each cell are selected, shape (classes, classes). */
  readonly marks: ArrayLike<number>;
  /** A cell's numbers over the epochs. */
  readonly over: (label: number, predicted: number) => Float32Array;
  /** Where each epoch lies from 0 to 1, and the place of the one shown. */
  readonly across: readonly number[];
  readonly place: number;
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
  picture: MatrixPicture,
  skin: MatrixSkin,
  viewport: Viewport,
): void {
  const context = sized(canvas, viewport);
  if (context === null) return;
  const { ordered, size, head } = picture;
  const [firstRow, lastRow] = inSight(viewport.top, viewport.height - head, size, ordered.length);
  const [firstColumn, lastColumn] = inSight(viewport.left, viewport.width - head, size, ordered.length);
  for (let row = firstRow; row < lastRow; row++) {
    for (let column = firstColumn; column < lastColumn; column++) {
      const box = {
        x: head + column * size - viewport.left,
        y: head + row * size - viewport.top,
        side: size < NUMBERED ? size : size - 1,
      };
      paintCell(context, picture, skin, box, ordered[row] ?? 0, ordered[column] ?? 0);
    }
  }
}

/** A clean canvas as large as the box, in the screen's own pixels. */
function sized(canvas: HTMLCanvasElement, { width, height }: Viewport): CanvasRenderingContext2D | null {
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

/** The first row in sight and the one after the last. */
function inSight(scrolled: number, room: number, size: number, rows: number): readonly [first: number, end: number] {
  return [Math.max(0, Math.floor(scrolled / size)), Math.min(rows, Math.ceil((scrolled + room) / size))];
}

function paintCell(
  context: CanvasRenderingContext2D,
  picture: MatrixPicture,
  skin: MatrixSkin,
  box: Box,
  label: number,
  predicted: number,
): void {
  const at = label * picture.classes + predicted;
  const value = picture.values[at] ?? 0;
  const right = label === predicted;
  const most = right ? picture.mostRight : picture.mostWrong;
  const shade = value === 0 ? skin.empty : shadeOf(right ? skin.right : skin.wrong, value / most);
  const ink = cssColor(inkOn(shade));
  context.fillStyle = cssColor(shade);
  context.fillRect(box.x, box.y, box.side, box.side);
  Object.assign(context, { fillStyle: ink, strokeStyle: ink, lineWidth: 1 });
  if (picture.size >= SPARKLINED) paintSparkline(context, picture, box, picture.over(label, predicted));
  if (picture.size >= NUMBERED && value > 0)
    paintNumber(context, box, cellNumbers(value, picture.normalization), picture.size >= SPARKLINED);
  if ((picture.marks[at] ?? 0) > 0) paintMark(context, skin, box);
}

function paintNumber(
  context: CanvasRenderingContext2D,
  { x, y, side }: Box,
  ways: readonly string[],
  above: boolean,
): void {
  const fitting = fitNumber(ways, side - 1, (way) => context.measureText(way).width);
  if (fitting === null) return;
  const { font } = context;
  context.font = font.replace(`${FONT_SIZES[0]}px`, `${fitting.size}px`);
  context.fillText(fitting.text, x + side / 2, y + (above ? (side * (1 - LINE)) / 2 : side / 2) + 1);
  context.font = font;
}

/** At the bottom of the cell, up to its own largest number: how many that is, the cell's color says. */
function paintSparkline(
  context: CanvasRenderingContext2D,
  { across, place }: MatrixPicture,
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
  // What is nothing now stays in the background.
  const faint = (values[place] ?? 0) > 0 ? 1 : 0.5;
  context.globalAlpha = 0.6 * faint;
  context.beginPath();
  for (let at = 0; at < values.length; at++) context.lineTo(...point(at));
  context.stroke();
  context.globalAlpha = faint;
  context.beginPath();
  context.arc(...point(place), 1.75, 0, 2 * Math.PI);
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
