import { expect, it } from "vitest";
import { CORRECT_COLORS, MISCLASSIFIED_COLORS } from "./paint.ts";
import { classColor } from "./palette.ts";
import type { ThemeName } from "./palette.ts";

type Linear = readonly [red: number, green: number, blue: number];

const THEMES: readonly ThemeName[] = ["light", "dark"];
/** How dichromats see linear RGB: Machado, Oliveira & Fernandes (2009), severity 1. */
const EYES: Record<string, readonly Linear[]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopic: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopic: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

function seenBy(eyes: string, [r, g, b]: Linear): Linear {
  return EYES[eyes]?.map((row) => Math.min(1, Math.max(0, row[0] * r + row[1] * g + row[2] * b))) as unknown as Linear;
}

/** OKLab, in which equal distances look about equal. */
function oklab([r, g, b]: Linear): [number, number, number] {
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

function linear(hex: string): Linear {
  return [1, 3, 5].map((at) => unbent(parseInt(hex.slice(at, at + 2), 16) / 255)) as unknown as Linear;
}

/** The inverse of sRGB's transfer function. */
function unbent(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function closestPair(colors: string[], eyes = "normal"): number {
  const points = colors.map((color) => oklab(seenBy(eyes, linear(color))));
  return Math.min(
    ...points.flatMap((a, i) => points.slice(i + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]))),
  );
}

const first = (classes: number, theme: ThemeName = "light") =>
  Array.from({ length: classes }, (_, number) => classColor(number, theme));

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

it.each(["protanopic", "deuteranopic"])("keeps ten classes apart for %s eyes, on both themes", (eyes) => {
  for (const theme of THEMES) expect(closestPair(first(10, theme), eyes)).toBeGreaterThanOrEqual(0.07);
});

it.each(Object.keys(EYES))("keeps correct and misclassified apart for %s eyes, on both themes", (eyes) => {
  for (const theme of THEMES)
    expect(closestPair([CORRECT_COLORS[theme], MISCLASSIFIED_COLORS[theme]], eyes)).toBeGreaterThan(0.2);
});

it("has one color that turns with the theme: dark on light, light on dark", () => {
  const turning = first(128).flatMap((color, number) => (color === classColor(number, "dark") ? [] : [number]));
  expect(turning).toEqual([7]);
  expect(oklab(linear(classColor(7, "light")))[0]).toBeLessThan(0.35);
  expect(oklab(linear(classColor(7, "dark")))[0]).toBeGreaterThan(0.9);
});

it("uses no color that vanishes on a white or a near-black page", () => {
  for (const color of first(62).filter((_, number) => number !== 7)) {
    const lightness = oklab(linear(color))[0];
    expect(lightness).toBeGreaterThan(0.3);
    expect(lightness).toBeLessThan(0.92);
  }
});
