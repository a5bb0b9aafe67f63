import { expect, it } from "vitest";
import { boundOf } from "./extremes.ts";
import { extreme } from "./condition.ts";
import { boundText, extremeName } from "./text.ts";

const bound = (end: "high" | "low", share: number, ...values: number[]) =>
  boundOf({ end, share }, Float32Array.from(values));
const hundred = Array.from({ length: 100 }, (_, value) => value);

it("begins where the share of samples is reached", () => {
  expect(bound("high", 0.05, ...hundred)).toBe(95);
  expect(bound("low", 0.05, ...hundred)).toBe(4);
  expect(bound("high", 0.05, ...hundred.toReversed(), NaN, NaN)).toBe(95);
});

it("is one sample at least", () => {
  expect(bound("high", 0.01, 1, 2, 3)).toBe(3);
  expect(bound("low", 0.01, 1, 2, 3)).toBe(1);
});

it("leaves out equal values that would be too many", () => {
  expect(bound("high", 0.5, 0, 1, 1, 1, 1, 2)).toBe(2);
  expect(bound("low", 0.5, 0, 1, 1, 1, 1, 2)).toBe(0);
});

it("takes all samples with the very highest value, even if they are many", () => {
  expect(bound("high", 0.25, 0, 1, 1, 1)).toBe(1);
  expect(bound("low", 0.25, 0, 0, 0, 1)).toBe(0);
});

it("has no bound where no value stands out", () => {
  expect(bound("high", 0.05, 1, 1, 1)).toBeNull();
  expect(bound("high", 0.05, 1)).toBeNull();
  expect(bound("low", 0.05)).toBeNull();
  expect(bound("low", 0.05, NaN, NaN)).toBeNull();
});

it.each([
  [extreme("loss", "high"), 2.30859375, "loss ≥ 2.31 nats (top 5%)"],
  [extreme("confidence", "low"), 0.2784, "confidence ≤ 27.8% (bottom 5%)"],
  [extreme("margin", "low", 0.01), -12.345, "margin ≤ -12.3 (bottom 1%)"],
  [extreme("forgotten", "high"), 3, "forgetting events ≥ 3 (top 5%)"],
  [extreme("loss", "high"), null, "high loss (top 5%)"],
  [extreme("suspicion", "high"), 4.2, "suspicious labels (top 1%)"],
] as const)("says from where %j counts", (condition, value, text) => {
  expect(boundText(condition, value)).toBe(text);
});

it("names both ends", () => {
  expect((["high", "low"] as const).map((end) => extremeName("first_learned", end))).toEqual([
    "first learned late",
    "first learned early",
  ]);
});
