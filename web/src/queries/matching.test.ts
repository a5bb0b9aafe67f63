import { expect, it } from "vitest";
import { extreme } from "./condition.ts";
import type { Condition } from "./condition.ts";
import { matchAll, matchesOf } from "./matching.ts";
import { dataAt, termOf } from "./testing.ts";

const matches = (condition: Condition, epoch = 4) => [...(matchesOf(condition, dataAt(epoch)) ?? [])];

it("separates right from wrong at the epoch shown", () => {
  expect(matches({ kind: "wrong" })).toEqual([0, 1, 1, 0]);
  expect(matches({ kind: "right" })).toEqual([1, 0, 0, 1]);
  expect(matches({ kind: "wrong" }, 0)).toEqual([1, 1, 0, 1]);
});

it("finds what was right at one epoch and wrong at another, whatever epoch is shown", () => {
  for (const epoch of [0, 4]) {
    expect(matches({ kind: "right_then_wrong", right: 1, wrong: 2 }, epoch)).toEqual([1, 0, 0, 0]);
    expect(matches({ kind: "right_then_wrong", right: 0, wrong: 4 }, epoch)).toEqual([0, 0, 1, 0]);
    expect(matches({ kind: "right_then_wrong", right: 4, wrong: 2 }, epoch)).toEqual([1, 0, 0, 1]);
    expect(matches({ kind: "right_then_wrong", right: 1, wrong: 1 }, epoch)).toEqual([0, 0, 0, 0]);
  }
});

it("finds nothing right or wrong at an epoch that is not in the run", () => {
  expect(matches({ kind: "right_then_wrong", right: 3, wrong: 4 })).toEqual([0, 0, 0, 0]);
  expect(matches({ kind: "right_then_wrong", right: 0, wrong: 3 })).toEqual([0, 0, 0, 0]);
  expect(matches({ kind: "wrong" }, 3)).toEqual([0, 0, 0, 0]);
  expect(matches({ kind: "right" }, 3)).toEqual([0, 0, 0, 0]);
});

it("counts as learned only what was learned up to the epoch shown", () => {
  expect(matches({ kind: "never_learned" })).toEqual([0, 1, 1, 0]);
  expect(matches({ kind: "never_learned" }, 2)).toEqual([0, 1, 1, 1]);
  expect(matches({ kind: "never_learned" }, 0)).toEqual([1, 1, 1, 1]);
  expect(matches({ kind: "learned", by: 2 })).toEqual([1, 0, 0, 0]);
  expect(matches({ kind: "learned", by: 4 })).toEqual([1, 0, 0, 1]);
  expect(matches({ kind: "learned", by: 4 }, 2)).toEqual([1, 0, 0, 0]);
  expect(matches({ kind: "learned", by: 0 })).toEqual([0, 0, 0, 0]);
});

it("counts what was forgotten up to the epoch shown", () => {
  expect(matches({ kind: "forgotten", times: 1 })).toEqual([1, 0, 0, 0]);
  expect(matches({ kind: "forgotten", times: 1 }, 1)).toEqual([0, 0, 0, 0]);
  expect(matches({ kind: "forgotten", times: 2 })).toEqual([0, 0, 0, 0]);
});

it("finds a label by its prediction at the epoch shown", () => {
  expect(matches({ kind: "label", label: 1, predicted: 0 })).toEqual([0, 1, 1, 0]);
  expect(matches({ kind: "label", label: 1, predicted: 0 }, 0)).toEqual([0, 1, 0, 0]);
  expect(matches({ kind: "label", label: 0, predicted: "other" }, 2)).toEqual([1, 0, 0, 1]);
  expect(matches({ kind: "label", label: 0, predicted: 0 })).toEqual([1, 0, 0, 1]);
  expect(matches({ kind: "label", label: 0, predicted: "any" })).toEqual([1, 0, 0, 1]);
  expect(matches({ kind: "label", label: 3, predicted: "any" })).toEqual([0, 0, 0, 0]);
});

it("finds what is predicted as a class, whatever its true class", () => {
  expect(matches({ kind: "predicted", predicted: 0 })).toEqual([1, 1, 1, 1]);
  expect(matches({ kind: "predicted", predicted: 1 }, 2)).toEqual([1, 0, 0, 1]);
  expect(matches({ kind: "predicted", predicted: 3 })).toEqual([0, 0, 0, 0]);
});

it("finds samples by number", () => {
  expect(matches({ kind: "sample", samples: [1, 3] })).toEqual([0, 1, 0, 1]);
});

it("finds the highest and lowest values at the epoch shown, and never NaN", () => {
  const [high, low] = (["high", "low"] as const).map((end) => extreme("margin", end, 0.34));
  expect(matches(high as Condition)).toEqual([0, 0, 0, 1]);
  expect(matches(low as Condition)).toEqual([1, 0, 0, 0]);
  expect(matches(extreme("confidence", "high", 0.5))).toEqual([0, 0, 1, 1]);
  expect(matches(extreme("suspicion", "high", 0.25))).toEqual([0, 1, 0, 0]);
});

it("finds nothing high or low where all are equal", () => {
  expect(matches(extreme("forgotten", "high"), 1)).toEqual([0, 0, 0, 0]);
  expect(matches(extreme("first_learned", "high"), 0)).toEqual([0, 0, 0, 0]);
});

it("finds a split", () => {
  expect(matches({ kind: "split", split: 1 })).toEqual([0, 0, 1, 1]);
});

it("includes both bounds of a range, even where 32 bits round them", () => {
  expect(matches({ kind: "range", measure: "confidence", least: 0.2, most: 0.4 })).toEqual([1, 1, 0, 0]);
  expect(matches({ kind: "range", measure: "confidence", least: 0.41, most: 1 })).toEqual([0, 0, 1, 1]);
  expect(matches({ kind: "range", measure: "confidence", least: 0.5, most: null })).toEqual([0, 0, 1, 1]);
  expect(matches({ kind: "range", measure: "confidence", least: null, most: 0.2 })).toEqual([1, 0, 0, 0]);
});

it("never finds NaN in a range, not even in an open one", () => {
  expect(matches({ kind: "range", measure: "margin", least: -5, most: 5 })).toEqual([1, 0, 1, 1]);
  expect(matches({ kind: "range", measure: "margin", least: null, most: 0 })).toEqual([1, 0, 1, 0]);
  expect(matches({ kind: "range", measure: "margin", least: 0, most: null })).toEqual([0, 0, 1, 1]);
  expect(matches({ kind: "range", measure: "first_learned", least: 1, most: null })).toEqual([1, 0, 0, 1]);
});

it("keeps the samples for which all terms hold, and inverts negated ones", () => {
  const wrong: Condition = { kind: "wrong" },
    test: Condition = { kind: "split", split: 1 };
  expect([...(matchAll([termOf(wrong), termOf(test)], dataAt(4)) ?? [])]).toEqual([0, 0, 1, 0]);
  expect([...(matchAll([termOf(wrong), termOf(test, true)], dataAt(4)) ?? [])]).toEqual([0, 1, 0, 0]);
  expect([
    ...(matchAll([termOf({ kind: "range", measure: "margin", least: 0, most: null }, true)], dataAt(4)) ?? []),
  ]).toEqual([1, 1, 0, 0]);
});

it("waits for data that are not loaded", () => {
  const unpredicted = dataAt(4, { predictedAt: () => null }),
    unmeasured = dataAt(4, { valuesAt: () => null });
  const predicted: Condition[] = [
    { kind: "wrong" },
    { kind: "label", label: 0, predicted: "other" },
    { kind: "right_then_wrong", right: 1, wrong: 2 },
    { kind: "predicted", predicted: 0 },
  ];
  for (const condition of predicted) expect(matchAll([termOf(condition)], unpredicted)).toBeNull();
  const counted: Condition[] = [
    { kind: "never_learned" },
    { kind: "learned", by: 1 },
    { kind: "forgotten", times: 1 },
    { kind: "range", measure: "loss", least: 1, most: null },
    extreme("loss", "high"),
  ];
  for (const condition of counted)
    expect(matchAll([termOf({ kind: "split", split: 0 }), termOf(condition)], unmeasured)).toBeNull();
});
