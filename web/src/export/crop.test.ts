import { expect, it } from "vitest";
import { croppedTo, fittedTo, scaledTo, STEEPEST } from "./crop.ts";

const WIDE = { x: 0.5, y: -0.25, width: 1.6, height: 0.8 };

it("is as high as the samples need, with the same margin on all sides", () => {
  const { size, rect } = croppedTo(WIDE, 864, STEEPEST.still);
  expect(size).toEqual({ width: 864, height: 464 });
  // 800 by 400 pixels for 1.6 by 0.8.
  expect([rect?.x, rect?.y]).toEqual([0.5, -0.25]);
  expect([rect?.width, rect?.height].map((side) => side?.toFixed(6))).toEqual(["1.728000", "0.928000"]);
});

it("is never a strip, and survives samples that are all in one place", () => {
  expect(croppedTo({ ...WIDE, height: 0.1 }, 864, STEEPEST.still).size.height).toBe(424);
  expect(croppedTo({ ...WIDE, height: 9 }, 864, STEEPEST.still).size.height).toBe(944);
  expect(croppedTo({ ...WIDE, height: 9 }, 864, STEEPEST.film).size.height).toBe(664);
  const { size, rect } = croppedTo({ x: 0, y: 0, width: 0, height: 0 }, 864, STEEPEST.still);
  expect(size.height).toBe(864);
  expect(rect?.width).toBeGreaterThan(0);
});

it("fits samples into any size", () => {
  const { rect } = fittedTo(WIDE, { width: 464, height: 264 });
  expect([rect?.width.toFixed(4), rect?.height.toFixed(4)]).toEqual(["1.8560", "1.0560"]);
});

it("shows what is on screen, pixel for pixel where it is as wide", () => {
  const seen = { size: { width: 1001, height: 583 } };
  expect(scaledTo(seen, 1001)).toEqual({ size: seen.size, rect: null });
  expect(scaledTo(seen, 720)).toEqual({ size: { width: 720, height: 419 }, rect: null });
});
