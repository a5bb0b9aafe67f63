import { expect, it } from "vitest";
import { EXAMPLE } from "./example.ts";
import { firstPoints, radiusAt, strokesOfText, textOfStrokes } from "./strokes.ts";
import type { Stroke } from "./strokes.ts";

const PRESSED: Stroke = {
  tool: "pen",
  width: 14,
  points: [
    { x: 0, y: 255, pressure: 1 },
    { x: 255, y: 0, pressure: 255 },
  ],
};
const ERASED: Stroke = { tool: "eraser", width: 34, points: [{ x: 250, y: 251, pressure: 128 }] };

it("gives exactly the strokes back that a text was made of", () => {
  for (const strokes of [[], EXAMPLE, [PRESSED], [...EXAMPLE, ERASED, PRESSED]])
    expect(strokesOfText(textOfStrokes(strokes))).toEqual(strokes);
});

it("writes what an address can hold as it is", () => {
  expect(textOfStrokes([...EXAMPLE, ERASED, PRESSED])).toMatch(/^[\w-]+$/);
  expect(textOfStrokes([])).toBe("");
});

it("leaves out the pressure where nothing measured it", () => {
  expect(textOfStrokes([{ ...PRESSED, points: ERASED.points }])).toHaveLength(8);
  expect(textOfStrokes([{ ...PRESSED, points: PRESSED.points.slice(0, 1) }])).toHaveLength(10);
});

it("writes and reads the longest strokes", () => {
  const points = Array.from({ length: 65_535 }, (_, at) => ({ x: at & 255, y: at >> 8, pressure: 128 }));
  const strokes: readonly Stroke[] = [
    { tool: "pen", width: 22, points },
    { tool: "eraser", width: 22, points },
  ];
  const read = strokesOfText(textOfStrokes(strokes));
  expect(read.map((stroke) => stroke.points.length)).toEqual([65_535, 65_535]);
  expect(read[1]?.points[1000]).toEqual(points[1000]);
});

it("reads the strokes before the place where a text is damaged", () => {
  const text = textOfStrokes([PRESSED, ...EXAMPLE]);
  for (const missing of [1, 2, 3, 4, 5]) expect(strokesOfText(text.slice(0, -missing))).toEqual([PRESSED]);
  expect(strokesOfText(`${text.slice(0, -4)}%${text.slice(-3)}`)).toEqual([PRESSED]);
  expect(strokesOfText(text.slice(0, 4))).toEqual([]);
  for (const damaged of ["", "%", "ä", "AAAAAAAA", "????"]) expect(strokesOfText(damaged)).toEqual([]);
});

it("takes the first points of all strokes, one stroke after the other", () => {
  const strokes = [PRESSED, ERASED, PRESSED];
  expect(firstPoints(strokes, 0)).toEqual([]);
  expect(firstPoints(strokes, 3)).toEqual([PRESSED, ERASED]);
  expect(firstPoints(strokes, 3.5)).toHaveLength(2);
  expect(firstPoints(strokes, 4)).toEqual([PRESSED, ERASED, { ...PRESSED, points: PRESSED.points.slice(0, 1) }]);
  expect(firstPoints(strokes, 99)).toEqual(strokes);
});

it("draws wider where the pen is pressed harder", () => {
  const [light, hard] = [1, 255].map((pressure) => radiusAt(PRESSED, { x: 0, y: 0, pressure }));
  expect(light).toBeCloseTo(3.5, 1);
  expect(hard).toBeCloseTo(10.5, 1);
  expect(radiusAt(PRESSED, { x: 0, y: 0, pressure: 128 })).toBeCloseTo(7, 1);
});
