import { expect, it } from "vitest";
import { GifWriter, paletteFor } from "./gif.ts";

const PALETTE = [
  [255, 255, 255],
  [200, 0, 0],
];
const [WHITE, RED] = [
  [255, 255, 255, 255],
  [200, 0, 0, 255],
];
const [WIDTH, HEIGHT] = [64, 64];

/** A white frame with a red square of two by two pixels. */
function frameWithSquareAt(x: number): Uint8ClampedArray {
  const pixels = Array.from({ length: WIDTH * HEIGHT }, (_, at) => {
    const [across, down] = [at % WIDTH, Math.floor(at / WIDTH)];
    return across >= x && across < x + 2 && down < 2 ? RED : WHITE;
  });
  return Uint8ClampedArray.from(pixels.flat());
}

/** Where each frame's extension begins: "graphic control", four bytes long. */
function controlsIn(gif: Uint8Array): number[] {
  return [...gif.keys()].filter((at) => gif[at] === 0x21 && gif[at + 1] === 0xf9 && gif[at + 2] === 4);
}

it("writes a GIF that starts over forever, with the time of each frame", () => {
  const writer = new GifWriter(WIDTH, HEIGHT, PALETTE);
  writer.add(frameWithSquareAt(0), 70);
  writer.add(frameWithSquareAt(4), 1500);
  const gif = writer.end();
  const text = new TextDecoder("latin1").decode(gif);
  expect(text.startsWith("GIF89a")).toBe(true);
  expect([gif[6], gif[8]]).toEqual([WIDTH, HEIGHT]);
  const repeats = text.indexOf("NETSCAPE2.0") + 11;
  expect([...gif.subarray(repeats, repeats + 5)]).toEqual([3, 1, 0, 0, 0]);
  expect(controlsIn(gif).map((at) => (gif[at + 4] ?? 0) + 256 * (gif[at + 5] ?? 0))).toEqual([7, 150]);
  expect(gif.at(-1)).toBe(0x3b);
});

it("keeps fills exactly, however few their pixels are, and has room for one color more", () => {
  const shades = Array.from({ length: 4000 }, (_, at) => [at % 250, (at * 7) % 250, (at * 13) % 250, 255]);
  const palette = paletteFor(Uint8ClampedArray.from([...shades, ...Array.from({ length: 96 }, () => RED)].flat()));
  expect(palette).toContainEqual([200, 0, 0]);
  expect(palette.length).toBeLessThan(128);
});

it("stores no pixel again that stays as it was", () => {
  const noise = Uint8ClampedArray.from(
    Array.from({ length: WIDTH * HEIGHT }, (_, at) => ((at * at * 7919) % 1013 < 506 ? RED : WHITE)).flat(),
  );
  const writer = new GifWriter(WIDTH, HEIGHT, PALETTE);
  for (let frame = 0; frame < 3; frame++) writer.add(noise, 70);
  const gif = writer.end();
  const [first = 0, second = 0, third = 0] = controlsIn(gif);
  expect(third - second).toBeLessThan((second - first) / 4);
  // A frame lies over the one before it, which stays; its transparent color is the one after the palette.
  expect([gif[second + 3], gif[second + 6]]).toEqual([(1 << 2) | 1, PALETTE.length]);
});
