import { expect, it } from "vitest";
import type { SampleMeasure } from "../numbers/measures.ts";
import { kindsIn, rangeOf } from "./condition.ts";
import type { Condition, RangeCondition } from "./condition.ts";
import { exampleConditions, notUnderstood, suggestionsFor } from "./reading.ts";
import { termOf, VOCABULARY } from "./testing.ts";
import { formatWhere, parseWhere } from "./where.ts";
import { conditionWords, queryWords } from "./words.ts";

const range = (measure: SampleMeasure, least: number | null, most: number | null): RangeCondition => ({
  kind: "range",
  measure,
  least,
  most,
});

/** Of every kind: how it is said, and how the address has it. */
const SAID: readonly (readonly [condition: Condition, words: string, form: string])[] = [
  [{ kind: "wrong" }, "wrong now", "wrong"],
  [{ kind: "right" }, "right now", "right"],
  [{ kind: "right_then_wrong", right: 1, wrong: 4 }, "right at epoch 1, wrong at epoch 4", "right:1:wrong:4"],
  [{ kind: "never_learned" }, "never learned", "never-learned"],
  [{ kind: "learned", by: 2 }, "learned by epoch 2", "learned:2"],
  [{ kind: "forgotten", times: 1 }, "forgotten once or more", "forgotten:1"],
  [{ kind: "forgotten", times: 12 }, "forgotten 12 times or more", "forgotten:12"],
  [{ kind: "label", label: 1, taken: "any" }, "label dog", "label:1"],
  [{ kind: "label", label: 1, taken: "other" }, "dog taken for anything else", "label:1:other"],
  [{ kind: "label", label: 1, taken: 0 }, "dog taken for cat", "label:1:0"],
  [{ kind: "label", label: 2, taken: 3 }, "Taken for taken for sea lion", "label:2:3"],
  [{ kind: "split", split: 1 }, "in the test split", "split:1"],
  [range("confidence", 0.2, 0.5), "confidence 20 % to 50 %", "confidence:0.2:0.5"],
  [range("correctness", 0.07, null), "correctness 7 % or more", "correctness:0.07:"],
  [range("label_confidence", null, 0.125), "confidence in the label 12.5 % or less", "label_confidence::0.125"],
  [range("loss", 0.5, 2), "loss 0.5 to 2 nats", "loss:0.5:2"],
  [range("margin", -1.5, 0), "margin -1.5 to 0", "margin:-1.5:0"],
  [range("forgotten", 2, 3), "times forgotten 2 to 3", "forgotten:2:3"],
  [range("first_learned", 2, null), "first learned at epoch 2 or more", "first_learned:2:"],
  [range("layer_motion", null, 1.5), "way in the layer 1.5 or less", "layer_motion::1.5"],
];

it.each(SAID)("says what it understands, and the address carries it: %j", (condition, words, form) => {
  expect(conditionWords(condition, VOCABULARY)).toBe(words);
  for (const not of [false, true]) {
    const term = termOf(condition, not);
    expect(suggestionsFor(`${not ? "not " : ""}${words}`, VOCABULARY)[0]).toEqual(term);
    expect(formatWhere([term])).toBe(`${not ? "not:" : ""}${form}`);
    expect(parseWhere(formatWhere([term]), VOCABULARY)).toEqual([term]);
  }
});

it.each([
  ["Wrong", "wrong now"],
  ["  right   now ", "right now"],
  ["right at 1, wrong at 2", "right at epoch 1, wrong at epoch 2"],
  ["right 1 wrong 2", "right at epoch 1, wrong at epoch 2"],
  ["right at epoch 1 and wrong now", "right at epoch 1, wrong at epoch 4"],
  ["right at epoch 1", "right at epoch 1, wrong at epoch 4"],
  ["learned 2", "learned by epoch 2"],
  ["forgotten 2", "forgotten 2 times or more"],
  ["forgotten", "forgotten once or more"],
  ["dog as cat", "dog taken for cat"],
  ["DOG as s", "dog taken for sea lion"],
  ["label sea lion as anything else", "sea lion taken for anything else"],
  ["dog", "label dog"],
  ["test", "in the test split"],
  ["in train", "in the train split"],
  ["confidence 20 to 50", "confidence 20 % to 50 %"],
  ["confidence 0.2 to 0.5", "confidence 20 % to 50 %"],
  ["confidence 50 to 20 %", "confidence 20 % to 50 %"],
  ["confidence below 30%", "confidence 30 % or less"],
  ["loss > 2", "loss 2 nats or more"],
  ["loss at least 1 nat", "loss 1 nat or more"],
  ["margin at most -.5", "margin -0.5 or less"],
])("understands %s", (text, words) => {
  expect(suggestionsFor(text, VOCABULARY).map(({ condition }) => conditionWords(condition, VOCABULARY))[0]).toBe(words);
});

it.each([
  ["wr", ["wrong now", "right at epoch 2, wrong at epoch 4"]],
  ["never", ["never learned"]],
  ["forg", ["forgotten once or more", "times forgotten 1 or more"]],
  ["margin", ["margin 0 or less", "area under the margin 0 or less"]],
  ["do", ["label dog", "dog taken for anything else"]],
  ["dog taken", ["dog taken for anything else"]],
  [
    "dog as",
    [
      "dog taken for anything else",
      "dog taken for cat",
      "dog taken for dog",
      "dog taken for Taken for",
      "dog taken for sea lion",
    ],
  ],
])("suggests what %s may become", (text, words) => {
  expect(suggestionsFor(text, VOCABULARY).map(({ condition }) => conditionWords(condition, VOCABULARY))).toEqual(words);
});

it.each([
  "",
  "not",
  "blah",
  "dogs as cat",
  "right at epoch 3, wrong at epoch 4",
  "learned by epoch 9",
  "forgotten 0",
  "confidence high",
  "margin 20 %",
  "loss 20 %",
])("adds nothing for %j that it was not told", (text) => {
  expect(
    suggestionsFor(text, VOCABULARY).filter(
      ({ condition }) =>
        !exampleConditions(VOCABULARY).some((one) => JSON.stringify(one) === JSON.stringify(condition)),
    ),
  ).toEqual([]);
});

it("tells letters of a class apart where two classes differ in nothing else", () => {
  const letters = { ...VOCABULARY, classes: ["a", "A"] };
  expect(suggestionsFor("A as a", letters)[0]?.condition).toEqual({ kind: "label", label: 1, taken: 0 });
});

it("answers what it does not understand with words that it does", () => {
  const { problem, help } = notUnderstood(" blah ", VOCABULARY);
  expect(problem).toBe("“blah” is not understood.");
  const named = [...help.matchAll(/“([^”]+)”/g)].map(([, words]) => words ?? "").slice(0, -1);
  expect(named).toHaveLength(kindsIn(VOCABULARY).length);
  for (const words of named)
    expect(suggestionsFor(words, VOCABULARY).map(({ condition }) => conditionWords(condition, VOCABULARY))).toContain(
      words,
    );
  expect(help).toContain("area under the margin");
});

it("names the epoch that the run has not recorded", () => {
  expect(notUnderstood("right at epoch 3, wrong at epoch 4", VOCABULARY)).toEqual({
    problem: "This run has not recorded epoch 3.",
    help: "Recorded are 0, 1, 2, 4.",
  });
  expect(notUnderstood("learned by 9", VOCABULARY).problem).toBe("This run has not recorded epoch 9.");
});

it("offers no condition that the run cannot answer", () => {
  expect(kindsIn({ ...VOCABULARY, measures: ["confidence"] })).toEqual([
    "wrong",
    "right",
    "right_then_wrong",
    "label",
    "split",
    "range",
  ]);
  expect(kindsIn({ ...VOCABULARY, measures: [] })).toEqual(["wrong", "right", "right_then_wrong", "label", "split"]);
});

it("leaves out of an address what is no condition or speaks of what the run has not", () => {
  const nonsense = [
    "",
    "wrongs",
    "right:3:wrong:4",
    "right:1",
    "learned:9",
    "learned:",
    "forgotten:0",
    "forgotten:-1",
    "label:9",
    "label:0:9",
    "label:x",
    "split:2",
    "confidence::",
    "confidence:a:b",
    "beauty:0:1",
    "not:",
    "toString:0:1",
  ];
  expect(parseWhere(["wrong", ...nonsense, "not:label:1:0"].join(","), VOCABULARY)).toEqual([
    termOf({ kind: "wrong" }),
    termOf({ kind: "label", label: 1, taken: 0 }, true),
  ]);
});

it("puts the ends of a range in order, and has no range without any", () => {
  expect(rangeOf("loss", 2, 1)).toEqual(range("loss", 1, 2));
  expect(rangeOf("loss", null, null)).toBeNull();
  expect(parseWhere("loss:2:1", VOCABULARY)).toEqual([termOf(range("loss", 1, 2))]);
});

it("joins what must hold together", () => {
  expect(queryWords([termOf({ kind: "wrong" }), termOf({ kind: "split", split: 0 }, true)], VOCABULARY)).toBe(
    "wrong now and not in the train split",
  );
});
