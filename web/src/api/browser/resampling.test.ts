import { expect, it } from "vitest";
import { BICUBIC, BILINEAR, resample } from "./resampling.ts";
import type { Filter } from "./resampling.ts";

/** Random pixels. */
const RASTER = {
  width: 5,
  height: 4,
  pixels: Uint8ClampedArray.of(
    ...[95, 130, 194, 217, 207, 235, 15, 163, 33, 215, 217, 130, 248, 189, 16, 69, 184, 232, 205, 78, 169, 61, 125, 10],
    ...[29, 240, 66, 19, 182, 39, 59, 4, 59, 81, 222, 44, 120, 122, 50, 208, 78, 28, 64, 166, 121, 89, 170, 233, 127],
    ...[178, 237, 128, 113, 123, 76, 155, 69, 154, 130, 248],
  ),
};

/** What Pillow 13 makes of them: the filter, left, top, right, bottom, the new size, and the pixels. */
const BY_PILLOW: readonly (readonly [Filter, readonly number[], readonly number[], readonly number[]])[] = [
  [BICUBIC, [0.5, 0, 4.5, 4], [2, 2], [126, 144, 146, 109, 189, 52, 104, 144, 126, 117, 132, 87]],
  [
    BILINEAR,
    [0, 0.25, 5, 3.75],
    [3, 2],
    [127, 143, 188, 99, 157, 72, 119, 194, 60, 90, 132, 144, 119, 136, 82, 111, 143, 112],
  ],
  [
    BICUBIC,
    [1, 1, 4, 3],
    [6, 4],
    [
      ...[197, 113, 214, 191, 95, 151, 84, 116, 43, 37, 161, 15, 51, 229, 68, 61, 240, 76, 160, 108, 156, 166, 98, 105],
      ...[101, 110, 35, 66, 141, 14, 61, 192, 42, 44, 206, 56, 92, 162, 62, 105, 190, 49, 103, 142, 40, 126, 113, 33],
      ...[172, 103, 27, 152, 119, 45, 75, 187, 81, 91, 216, 77, 112, 148, 73, 145, 104, 59, 186, 83, 33, 172, 97, 59],
    ],
  ],
];

it.each(BY_PILLOW)(
  "scales as Pillow does, up and down",
  (filter, [left = 0, top = 0, right = 0, bottom = 0], size, to) => {
    const [width = 0, height = 0] = size;
    const across = { begin: left, size: right - left };
    const scaled = resample(RASTER, across, { begin: top, size: bottom - top }, width, height, filter);
    const off = to.map((value, at) => Math.abs(value - (scaled.pixels[at] ?? 0)));
    expect(scaled.pixels.length).toBe(to.length);
    expect(Math.max(...off)).toBeLessThanOrEqual(1);
  },
);
