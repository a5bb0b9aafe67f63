/** Strokes of a drawing, on a square of 256 by 256 units, and their text in the address. */
import { bytesOfText, textOfBytes } from "./bytes.ts";

/** Units of a side. */
export const SIDE = 256;

export interface Point {
  /** Whole units, 0 to 255; so the text of a drawing gives exactly the same one back. */
  readonly x: number;
  readonly y: number;
  /** How hard the pen was pressed, 1 to 255; 128 where nothing measured it. */
  readonly pressure: number;
}

export interface Stroke {
  readonly tool: "pen" | "eraser";
  /** Units across at a pressure of 128. */
  readonly width: number;
  readonly points: readonly Point[];
}

export const USUAL_PRESSURE = 128;

const ERASER = 1,
  PRESSED = 2;

/** Return the radius of a stroke at a point, in units: half of it at the lightest, one and a half at the hardest. */
export function radiusAt({ width }: Stroke, { pressure }: Point): number {
  return (width / 2) * (0.5 + (pressure / 255) * 0.996);
}

/** Return the strokes as text for an address; empty where there are none. */
export function textOfStrokes(strokes: readonly Stroke[]): string {
  const bytes = strokes.flatMap(({ tool, width, points }) => {
    const pressed = points.some(({ pressure }) => pressure !== USUAL_PRESSURE);
    const kind = (tool === "eraser" ? ERASER : 0) + (pressed ? PRESSED : 0);
    const head = [kind, width, points.length >> 8, points.length & 255];
    return [...head, ...points.flatMap(({ x, y, pressure }) => (pressed ? [x, y, pressure] : [x, y]))];
  });
  return textOfBytes(bytes);
}

/** Return the strokes of a text; those before the place where it is damaged, where it is. */
export function strokesOfText(text: string): readonly Stroke[] {
  const bytes = bytesOfText(text);
  const strokes: Stroke[] = [];
  let at = 0;
  while (at + 4 < bytes.length) {
    const [kind = 0, width = 0, high = 0, low = 0] = bytes.slice(at, at + 4);
    const [count, size] = [high * 256 + low, kind & PRESSED ? 3 : 2];
    at += 4;
    if (width === 0 || count === 0 || at + count * size > bytes.length) break;
    const points = Array.from({ length: count }, (_, index) => {
      const [x = 0, y = 0, pressure = USUAL_PRESSURE] = bytes.slice(at + index * size, at + (index + 1) * size);
      return { x, y, pressure };
    });
    strokes.push({ tool: kind & ERASER ? "eraser" : "pen", width, points });
    at += count * size;
  }
  return strokes;
}

/** Return the first points of all strokes together, as they were drawn one after the other. */
export function firstPoints(strokes: readonly Stroke[], count: number): readonly Stroke[] {
  let left = count;
  return strokes.flatMap((stroke) => {
    const points = stroke.points.slice(0, Math.max(0, left));
    left -= stroke.points.length;
    return points.length === 0 ? [] : [{ ...stroke, points }];
  });
}
