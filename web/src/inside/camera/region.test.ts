import { expect, it } from "vitest";
import { boxOf, placed, regionOfText, START, textOfRegion } from "./region.ts";

const PICTURE = { width: 640, height: 480 };
const SQUARE = { width: 28, height: 28 };

it("is a square in a wide picture, and as wide as the network's input is", () => {
  expect(boxOf({ x: 0.5, y: 0.5, size: 1 }, PICTURE, SQUARE)).toEqual({ left: 80, top: 0, width: 480, height: 480 });
  expect(boxOf({ x: 0.5, y: 0.5, size: 1 }, PICTURE, { width: 40, height: 20 })).toEqual({
    ...{ left: 0, top: 80, width: 640, height: 320 },
  });
});

it("stays within the picture, however far it is moved or sized", () => {
  for (const wanted of [
    { x: -3, y: 9, size: 0.5 },
    { x: 0.99, y: 0.01, size: 7 },
    { x: 0.5, y: 0.5, size: 0 },
  ]) {
    const { left, top, width, height } = boxOf(placed(wanted, PICTURE, SQUARE), PICTURE, SQUARE);
    // An address has thousandths.
    expect([left, top, 640 - left - width, 480 - top - height].every((room) => room >= -0.4)).toBe(true);
    expect(width).toBeGreaterThanOrEqual(48);
  }
});

it("reads what it wrote, and nothing malformed", () => {
  const region = { x: 0.25, y: 0.333, size: 0.4 };
  expect(regionOfText(textOfRegion(region))).toEqual(region);
  expect(textOfRegion(START)).toBe("500.500.800");
  expect(["", "1.2", "500.500.50", "2000.0.500", "a.b.c"].map(regionOfText)).toEqual([null, null, null, null, null]);
});
