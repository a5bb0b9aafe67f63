import { expect, it } from "vitest";
import { discStamp, stampAt } from "./stamp.ts";

const RED = { fill: [255, 0, 0], rim: [0, 0, 0], opacity: 1 };
const blank = () => ({ data: new Uint8ClampedArray(4 * 49), width: 7, height: 7 });
const at = ({ data }: { data: Uint8ClampedArray }, x: number, y: number) => [
  ...data.subarray(4 * (7 * y + x), 4 * (7 * y + x) + 4),
];

it("draws a disc around the pixel, filled inside, with its rim, and nothing in the corners", () => {
  const pixels = blank();
  stampAt(pixels, discStamp(2.5, 1), 3.4, 3.9, RED);
  expect([at(pixels, 3, 3), at(pixels, 5, 3), at(pixels, 0, 0), at(pixels, 6, 6)]).toEqual([
    [255, 0, 0, 255],
    [0, 0, 0, 255],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ]);
});

it("blends with the pixels below", () => {
  const pixels = blank();
  stampAt(pixels, discStamp(1, 0), 3, 3, RED);
  stampAt(pixels, discStamp(1, 0), 3, 3, { fill: [0, 0, 255], rim: [0, 0, 0], opacity: 0.4 });
  expect(at(pixels, 3, 3)).toEqual([153, 0, 102, 255]);
  stampAt(pixels, discStamp(1, 0), 0, 6, { ...RED, opacity: 0.4 });
  expect(at(pixels, 0, 6)).toEqual([255, 0, 0, 102]);
});

it("clips at the edges", () => {
  const pixels = blank();
  for (const [x, y] of [
    [0, 0],
    [6, 6],
    [-9, 3],
    [3, 20],
  ] as const)
    stampAt(pixels, discStamp(2, 0), x, y, RED);
  expect([at(pixels, 0, 0), at(pixels, 6, 6), at(pixels, 3, 3)]).toEqual([
    [255, 0, 0, 255],
    [255, 0, 0, 255],
    [0, 0, 0, 0],
  ]);
});
