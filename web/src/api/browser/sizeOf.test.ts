import { expect, it } from "vitest";
import { sizeOf } from "./sizeOf.ts";

const RIFF = [82, 73, 70, 70, 58, 0, 0, 0, 87, 69, 66, 80, 86, 80, 56];

/** The first bytes of files of 300 by 7 pixels, as Pillow writes them. */
const FILES: readonly (readonly [format: string, bytes: readonly number[]])[] = [
  ["PNG", [137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 1, 44, 0, 0, 0, 7, 8, 2]],
  ["JPEG", [255, 216, 255, 224, 0, 4, 74, 70, 255, 255, 192, 0, 17, 8, 0, 7, 1, 44, 3]],
  ["WEBP", [...RIFF, 32, 46, 0, 0, 0, 176, 3, 0, 157, 1, 42, 44, 1, 7, 0, 62]],
  ["WEBP", [...RIFF, 76, 20, 0, 0, 0, 47, 43, 129, 1, 0, 7, 16]],
  ["WEBP", [...RIFF, 88, 10, 0, 0, 0, 24, 0, 0, 0, 43, 1, 0, 6, 0, 0, 65]],
];

it.each(FILES)("knows the size of a %s file from its first bytes", (format, bytes) => {
  expect(sizeOf(Uint8Array.from(bytes))).toEqual({ format, width: 300, height: 7 });
});

it.each([["GIF89a and more"], ["no picture"], [""], ["\u00ff\u00d8\u00ff"]])("knows no other files", (text) => {
  expect(sizeOf(Uint8Array.from(text, (letter) => letter.charCodeAt(0)))).toBeNull();
});
