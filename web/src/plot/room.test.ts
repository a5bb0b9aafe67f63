import { expect, it } from "vitest";
import { overlap, roomIn } from "./room.ts";

const PLOT = { width: 1000, height: 600 };
const CAPTION = { x: 216, y: 26, width: 400, height: 28 };

it.each([
  ["nothing", [], { x: 500, y: 300, width: 1000, height: 600 }],
  ["a caption along the upper edge", [CAPTION], { x: 500, y: 320, width: 1000, height: 560 }],
  [
    "buttons along the right edge",
    [{ x: 968, y: 480, width: 32, height: 216 }],
    { x: 476, y: 300, width: 952, height: 600 },
  ],
  [
    "buttons along the left edge",
    [{ x: 24, y: 480, width: 32, height: 216 }],
    { x: 520, y: 300, width: 960, height: 600 },
  ],
  [
    "both, the buttons flat",
    [CAPTION, { x: 880, y: 580, width: 216, height: 32 }],
    { x: 500, y: 302, width: 1000, height: 524 },
  ],
  ["something outside", [{ x: 1100, y: 0, width: 90, height: 20 }], { x: 500, y: 300, width: 1000, height: 600 }],
  ["too much", [{ x: 500, y: 160, width: 1000, height: 320 }], { x: 500, y: 300, width: 1000, height: 600 }],
])("leaves the part of the plot that is free beside %s", (_, taken, room) => {
  expect(roomIn(PLOT, taken)).toEqual(room);
});

it("tells boxes that overlap from those that only touch", () => {
  const box = { x: 50, y: 50, width: 20, height: 20 };
  expect(overlap(box, { ...box, x: 69 })).toBe(true);
  expect(overlap(box, { ...box, x: 70 })).toBe(false);
  expect(overlap(box, { ...box, y: 29 })).toBe(false);
});
