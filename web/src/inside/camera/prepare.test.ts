import { expect, it } from "vitest";
import { finenessOf, prepare } from "./prepare.ts";
import { findThreshold, grayOf } from "./tones.ts";
import type { Tones } from "./tones.ts";

const CHARACTER = { height: 2, width: 3, channels: 1 };
const INK: Tones = { inverted: true, threshold: "automatic" };

/** Colors of what is cut out: each pixel of the input has one gray. */
function colorsOf(grays: readonly number[], shape = CHARACTER): Uint8ClampedArray {
  const fineness = finenessOf(shape);
  const [height, width] = [shape.height * fineness, shape.width * fineness];
  const colors = new Uint8ClampedArray(height * width * 4).fill(255);
  for (let at = 0; at < height * width; at++) {
    const [row, column] = [Math.floor(at / width / fineness), Math.floor((at % width) / fineness)];
    colors.fill(grays[row * shape.width + column] ?? 0, at * 4, at * 4 + 3);
  }
  return colors;
}

it("makes ink on paper bright on black, whatever the light", () => {
  for (const [paper, ink] of [
    [230, 20],
    [120, 40],
  ] as const) {
    const { pixels, threshold } = prepare(colorsOf([paper, ink, paper, paper, paper, ink]), CHARACTER, INK);
    expect([...pixels]).toEqual([0, 255, 0, 0, 0, 255]);
    expect(threshold).toBe(Math.floor((paper + ink - 1) / 2));
  }
});

it("finds no ink on empty paper, whatever its noise", () => {
  const noise = Uint8Array.from({ length: 400 }, (_, at) => 200 + ((at * 7) % 20));
  expect(findThreshold(noise)).toBe(0);
  expect([...prepare(colorsOf([200, 205, 210, 215, 203, 208]), CHARACTER, INK).pixels]).toEqual([0, 0, 0, 0, 0, 0]);
});

it("keeps gray as it is where no threshold is wanted, and inverts only what is to be", () => {
  const grays = [0, 50, 100, 150, 200, 255];
  const prepared = (tones: Tones) => [...prepare(colorsOf(grays), CHARACTER, tones).pixels];
  expect(prepared({ inverted: false, threshold: "off" })).toEqual(grays);
  expect(prepared({ inverted: true, threshold: "off" })).toEqual(grays.map((gray) => 255 - gray));
  expect(prepared({ inverted: false, threshold: 120 })).toEqual([0, 0, 0, 255, 255, 255]);
});

it("keeps the colors of a network that takes them, and weighs them for one that does not", () => {
  const shape = { height: 256, width: 256, channels: 3 };
  const colors = Uint8ClampedArray.from({ length: 256 * 256 * 4 }, (_, at) => [10, 200, 90, 255][at % 4] ?? 0);
  const { pixels, threshold } = prepare(colors, shape, INK);
  expect([[...pixels.subarray(0, 6)], pixels.length, threshold]).toEqual([[10, 200, 90, 10, 200, 90], 196608, null]);
  expect([...grayOf(colors.subarray(0, 4))]).toEqual([131]);
});

it("puts the mean of what a pixel covers into it", () => {
  const shape = { height: 1, width: 128, channels: 1 };
  expect(finenessOf(shape)).toBe(2);
  const colors = new Uint8ClampedArray(2 * 256 * 4);
  colors.fill(100, 0, 4);
  expect(prepare(colors, shape, { inverted: false, threshold: "off" }).pixels[0]).toBe(25);
});
