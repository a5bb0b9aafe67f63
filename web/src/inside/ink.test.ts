import { expect, it } from "vitest";
import { EXAMPLE } from "./example.ts";
import { isBlank, pixelsOf } from "./ink.ts";
import type { Stroke } from "./strokes.ts";

const GRAY = { height: 28, width: 28, channels: 1, background: "black" } as const;
const COLORED = { ...GRAY, channels: 3 };

function line(...places: readonly (readonly [x: number, y: number])[]): Stroke {
  return { tool: "pen", width: 22, points: places.map(([x, y]) => ({ x, y, pressure: 128 })) };
}

const CORNER = line([20, 30], [60, 30]);
const RUBBED_OUT: Stroke = { ...CORNER, tool: "eraser", width: 60 };

/** The first and the last row and column that are at least half covered. */
function boxOf(pixels: Uint8Array, width: number, channels = 1) {
  const inked = [...pixels.keys()].filter((at) => at % channels === 0 && (pixels[at] ?? 0) > 127);
  const rows = inked.map((at) => Math.floor(at / channels / width));
  const columns = inked.map((at) => (at / channels) % width);
  return { rows: [Math.min(...rows), Math.max(...rows)], columns: [Math.min(...columns), Math.max(...columns)] };
}

it("makes nothing but background of no strokes", () => {
  expect(new Set(pixelsOf([], GRAY))).toEqual(new Set([0]));
  expect(new Set(pixelsOf([], { ...COLORED, background: "white" }))).toEqual(new Set([255]));
});

it("makes nothing of what was erased", () => {
  expect(isBlank([])).toBe(true);
  expect(isBlank([CORNER])).toBe(false);
  expect(isBlank([CORNER, RUBBED_OUT])).toBe(true);
  expect(new Set(pixelsOf([CORNER, RUBBED_OUT], COLORED))).toEqual(new Set([0]));
});

it("draws again over what was erased", () => {
  expect(pixelsOf([CORNER, RUBBED_OUT, CORNER], COLORED)).toEqual(pixelsOf([CORNER], COLORED));
});

it("centers a character, and scales it as those of the training are", () => {
  const { rows, columns } = boxOf(pixelsOf(EXAMPLE, GRAY), 28);
  expect(rows).toEqual([2, 25]);
  expect((columns[0] ?? 0) + (columns[1] ?? 0)).toBe(27);
});

it("makes the same of a character wherever it is drawn", () => {
  const moved = line([120, 180], [160, 180]);
  expect(pixelsOf([CORNER], GRAY)).toEqual(pixelsOf([moved], GRAY));
});

it("keeps a dot a dot in the middle", () => {
  const { rows, columns } = boxOf(pixelsOf([line([40, 200])], GRAY), 28);
  expect([rows, columns]).toEqual([
    [13, 14],
    [13, 14],
  ]);
});

it("leaves colored inputs where they were drawn, the same in every channel", () => {
  const pixels = pixelsOf([CORNER], COLORED);
  expect(pixels).toHaveLength(28 * 28 * 3);
  expect(boxOf(pixels, 28, 3)).toEqual({ rows: [2, 4], columns: [1, 7] });
  for (let at = 0; at < pixels.length; at += 3) expect(pixels[at + 2]).toBe(pixels[at]);
});

it("draws dark on a white background", () => {
  const black = pixelsOf(EXAMPLE, GRAY);
  expect(pixelsOf(EXAMPLE, { ...GRAY, background: "white" })).toEqual(black.map((value) => 255 - value));
});

it("draws in the middle of an input that is no square", () => {
  const { rows, columns } = boxOf(pixelsOf([line([128, 128])], { ...COLORED, width: 56 }), 56, 3);
  expect([rows, columns]).toEqual([
    [13, 14],
    [27, 28],
  ]);
});
