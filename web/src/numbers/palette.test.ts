import { expect, it } from "vitest";
import { classColor } from "./palette.ts";

/** OKLab, in which equal distances look about equal. */
function oklab(hex: string): [number, number, number] {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => linear(parseInt(hex.slice(at, at + 2), 16) / 255));
  const [l, m, s] = [
    0.4122 * r + 0.5363 * g + 0.0514 * b,
    0.2119 * r + 0.6807 * g + 0.1074 * b,
    0.0883 * r + 0.2817 * g + 0.63 * b,
  ].map(Math.cbrt) as [number, number, number];
  return [
    0.2105 * l + 0.7936 * m - 0.0041 * s,
    1.978 * l - 2.4286 * m + 0.4506 * s,
    0.0259 * l + 0.7828 * m - 0.8087 * s,
  ];
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function closestPair(colors: string[]): number {
  const points = colors.map(oklab);
  return Math.min(
    ...points.flatMap((a, i) => points.slice(i + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]))),
  );
}

const first = (classes: number) => Array.from({ length: classes }, (_, number) => classColor(number));

it("begins with the colors of Okabe and Ito", () => {
  expect(first(7)).toEqual(["#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7"]);
});

it("has 62 different colors, and 128 of them", () => {
  expect(new Set(first(62)).size).toBe(62);
  expect(new Set(first(128)).size).toBe(128);
});

it("keeps the colors of ten classes far apart, and those of 62 visibly so", () => {
  expect(closestPair(first(10))).toBeGreaterThan(0.1);
  expect(closestPair(first(62))).toBeGreaterThan(0.04);
});

it("uses no color that vanishes on a white or a near-black page", () => {
  for (const color of first(62)) {
    const lightness = oklab(color)[0];
    expect(lightness).toBeGreaterThan(0.3);
    expect(lightness).toBeLessThan(0.92);
  }
});
