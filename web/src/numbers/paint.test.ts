import { expect, it } from "vitest";
import { codesOf, LAST_CODE, NO_VALUE, rgbaOf, scaleColor, scaleRanks } from "./paint.ts";

const SCALE = { least: -1, most: 1, opens: "both" } as const;

it("numbers colors from one end of the scale to the other, and clamps values beyond it", () => {
  const table = { epochs: [0], values: Float32Array.of(-3, -2, 0, 1, 2, 9), steps: 2 };
  expect([...codesOf(table, SCALE, [0])]).toEqual([0, 0, 128, 191, 255, 255]);
});

it("has a separate code for missing values and missing epochs", () => {
  const table = { epochs: [0, 2], values: Float32Array.of(0, NaN, 1, -1), steps: 1 };
  expect([...codesOf(table, SCALE, [2, 1, 0])]).toEqual([255, 0, NO_VALUE, NO_VALUE, 128, NO_VALUE]);
});

const BACKGROUNDS = { light: 255, dark: 19 };

/** The mean of the three channels. */
function brightness(color: string): number {
  const [red = 0, green = 0, blue = 0] = rgbaOf([color]);
  return (red + green + blue) / 3;
}

it.each(["light", "dark"] as const)("lets the low-emphasis end of a scale recede into the %s background", (theme) => {
  const contrast = (share: number, emphasis: "high" | "low") =>
    Math.abs(brightness(scaleColor(share, emphasis, theme)) - BACKGROUNDS[theme]);
  const shares = Array.from({ length: 11 }, (_, at) => at / 10);
  const rising = shares.map((share) => contrast(share, "high"));
  expect(rising).toEqual([...rising].sort((a, b) => a - b));
  expect(shares.map((share) => contrast(1 - share, "low"))).toEqual(rising);
  expect(rising[0]).toBeLessThan(60);
  expect(rising.at(-1)).toBeGreaterThan(140);
});

it("ranks the unusual end of a scale highest, and missing values lowest", () => {
  const [high, low] = [scaleRanks("high"), scaleRanks("low")];
  expect([high[0], high[LAST_CODE], high[NO_VALUE]]).toEqual([1, 256, 0]);
  expect([low[0], low[LAST_CODE], low[NO_VALUE]]).toEqual([256, 1, 0]);
});
