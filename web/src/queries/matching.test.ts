import { expect, it } from "vitest";
import type { Condition } from "./condition.ts";
import { matchAll, matchesOf } from "./matching.ts";
import { knownAt, termOf } from "./testing.ts";

const found = (condition: Condition, epoch = 4) => [...(matchesOf(condition, knownAt(epoch)) ?? [])];

it("tells right from wrong at the epoch shown", () => {
  expect(found({ kind: "wrong" })).toEqual([0, 1, 1, 0]);
  expect(found({ kind: "right" })).toEqual([1, 0, 0, 1]);
  expect(found({ kind: "wrong" }, 0)).toEqual([1, 1, 0, 1]);
});

it("finds what was right at one epoch and wrong at another, whatever epoch is shown", () => {
  for (const epoch of [0, 4]) {
    expect(found({ kind: "right_then_wrong", right: 1, wrong: 2 }, epoch)).toEqual([1, 0, 0, 0]);
    expect(found({ kind: "right_then_wrong", right: 0, wrong: 4 }, epoch)).toEqual([0, 0, 1, 0]);
    expect(found({ kind: "right_then_wrong", right: 4, wrong: 2 }, epoch)).toEqual([1, 0, 0, 1]);
    expect(found({ kind: "right_then_wrong", right: 1, wrong: 1 }, epoch)).toEqual([0, 0, 0, 0]);
  }
});

it("finds nothing right or wrong at an epoch that the run has not", () => {
  expect(found({ kind: "right_then_wrong", right: 3, wrong: 4 })).toEqual([0, 0, 0, 0]);
  expect(found({ kind: "right_then_wrong", right: 0, wrong: 3 })).toEqual([0, 0, 0, 0]);
  expect(found({ kind: "wrong" }, 3)).toEqual([0, 0, 0, 0]);
  expect(found({ kind: "right" }, 3)).toEqual([0, 0, 0, 0]);
});

it("counts as learned only what was learned up to the epoch shown", () => {
  expect(found({ kind: "never_learned" })).toEqual([0, 1, 1, 0]);
  expect(found({ kind: "never_learned" }, 2)).toEqual([0, 1, 1, 1]);
  expect(found({ kind: "never_learned" }, 0)).toEqual([1, 1, 1, 1]);
  expect(found({ kind: "learned", by: 2 })).toEqual([1, 0, 0, 0]);
  expect(found({ kind: "learned", by: 4 })).toEqual([1, 0, 0, 1]);
  expect(found({ kind: "learned", by: 4 }, 2)).toEqual([1, 0, 0, 0]);
  expect(found({ kind: "learned", by: 0 })).toEqual([0, 0, 0, 0]);
});

it("counts what was forgotten up to the epoch shown", () => {
  expect(found({ kind: "forgotten", times: 1 })).toEqual([1, 0, 0, 0]);
  expect(found({ kind: "forgotten", times: 1 }, 1)).toEqual([0, 0, 0, 0]);
  expect(found({ kind: "forgotten", times: 2 })).toEqual([0, 0, 0, 0]);
});

it("finds a label by what it is taken for now", () => {
  expect(found({ kind: "label", label: 1, taken: 0 })).toEqual([0, 1, 1, 0]);
  expect(found({ kind: "label", label: 1, taken: 0 }, 0)).toEqual([0, 1, 0, 0]);
  expect(found({ kind: "label", label: 0, taken: "other" }, 2)).toEqual([1, 0, 0, 1]);
  expect(found({ kind: "label", label: 0, taken: 0 })).toEqual([1, 0, 0, 1]);
  expect(found({ kind: "label", label: 0, taken: "any" })).toEqual([1, 0, 0, 1]);
  expect(found({ kind: "label", label: 3, taken: "any" })).toEqual([0, 0, 0, 0]);
});

it("finds a split", () => {
  expect(found({ kind: "split", split: 1 })).toEqual([0, 0, 1, 1]);
});

it("takes both ends of a range for part of it, also where 32 bits round them", () => {
  expect(found({ kind: "range", measure: "confidence", least: 0.2, most: 0.4 })).toEqual([1, 1, 0, 0]);
  expect(found({ kind: "range", measure: "confidence", least: 0.41, most: 1 })).toEqual([0, 0, 1, 1]);
  expect(found({ kind: "range", measure: "confidence", least: 0.5, most: null })).toEqual([0, 0, 1, 1]);
  expect(found({ kind: "range", measure: "confidence", least: null, most: 0.2 })).toEqual([1, 0, 0, 0]);
});

it("has no number that is none in a range, not even in one without an end", () => {
  expect(found({ kind: "range", measure: "margin", least: -5, most: 5 })).toEqual([1, 0, 1, 1]);
  expect(found({ kind: "range", measure: "margin", least: null, most: 0 })).toEqual([1, 0, 1, 0]);
  expect(found({ kind: "range", measure: "margin", least: 0, most: null })).toEqual([0, 0, 1, 1]);
  expect(found({ kind: "range", measure: "first_learned", least: 1, most: null })).toEqual([1, 0, 0, 1]);
});

it("keeps what all terms hold of, and turns those round that are negated", () => {
  const wrong: Condition = { kind: "wrong" },
    test: Condition = { kind: "split", split: 1 };
  expect([...(matchAll([termOf(wrong), termOf(test)], knownAt(4)) ?? [])]).toEqual([0, 0, 1, 0]);
  expect([...(matchAll([termOf(wrong), termOf(test, true)], knownAt(4)) ?? [])]).toEqual([0, 1, 0, 0]);
  expect([
    ...(matchAll([termOf({ kind: "range", measure: "margin", least: 0, most: null }, true)], knownAt(4)) ?? []),
  ]).toEqual([1, 1, 0, 0]);
});

it("waits for what is not here", () => {
  const unpredicted = knownAt(4, { predictedAt: () => null }),
    unmeasured = knownAt(4, { valuesAt: () => null });
  const asked: Condition[] = [
    { kind: "wrong" },
    { kind: "label", label: 0, taken: "other" },
    { kind: "right_then_wrong", right: 1, wrong: 2 },
  ];
  for (const condition of asked) expect(matchAll([termOf(condition)], unpredicted)).toBeNull();
  const counted: Condition[] = [
    { kind: "never_learned" },
    { kind: "learned", by: 1 },
    { kind: "forgotten", times: 1 },
    { kind: "range", measure: "loss", least: 1, most: null },
  ];
  for (const condition of counted)
    expect(matchAll([termOf({ kind: "split", split: 0 }), termOf(condition)], unmeasured)).toBeNull();
});
