import { expect, it } from "vitest";
import type { SampleMeasure } from "../numbers/measures.ts";
import { extreme, kindsIn, rangeOf } from "./condition.ts";
import type { Condition, RangeCondition } from "./condition.ts";
import { exampleConditions, suggestionsFor } from "./suggesting.ts";
import { termOf, VOCABULARY } from "./testing.ts";
import { formatWhere, parseWhere } from "./where.ts";
import { conditionText, queryText } from "./text.ts";

const range = (measure: SampleMeasure, least: number | null, most: number | null): RangeCondition => ({
  kind: "range",
  measure,
  least,
  most,
});

/** Of every kind: its text, and its form in the address. */
const FORMS: readonly (readonly [condition: Condition, text: string, form: string])[] = [
  [{ kind: "wrong" }, "misclassified", "wrong"],
  [{ kind: "right" }, "correct", "right"],
  [{ kind: "right_then_wrong", right: 1, wrong: 4 }, "correct at epoch 1, misclassified at epoch 4", "right:1:wrong:4"],
  [{ kind: "never_learned" }, "never learned", "never-learned"],
  [{ kind: "learned", by: 2 }, "learned by epoch 2", "learned:2"],
  [{ kind: "forgotten", times: 1 }, "forgotten at least once", "forgotten:1"],
  [{ kind: "forgotten", times: 12 }, "forgotten at least 12 times", "forgotten:12"],
  [{ kind: "label", label: 1, predicted: "any" }, "true class dog", "label:1"],
  [{ kind: "label", label: 1, predicted: "other" }, "dog predicted as anything else", "label:1:other"],
  [{ kind: "label", label: 1, predicted: 0 }, "dog predicted as cat", "label:1:0"],
  [{ kind: "label", label: 2, predicted: 3 }, "Taken for predicted as sea lion", "label:2:3"],
  [{ kind: "split", split: 1 }, "in the test split", "split:1"],
  [range("confidence", 0.2, 0.5), "confidence 20% to 50%", "confidence:0.2:0.5"],
  [range("correctness", 0.07, null), "correctness 7% or more", "correctness:0.07:"],
  [range("label_confidence", null, 0.125), "confidence in the label 12.5% or less", "label_confidence::0.125"],
  [range("loss", 0.5, 2), "loss 0.5 to 2 nats", "loss:0.5:2"],
  [range("margin", -1.5, 0), "margin -1.5 to 0", "margin:-1.5:0"],
  [range("forgotten", 2, 3), "forgetting events 2 to 3", "forgotten:2:3"],
  [range("first_learned", 2, null), "first learned at epoch 2 or later", "first_learned:2:"],
  [range("layer_motion", null, 1.5), "layer motion 1.5 or less", "layer_motion::1.5"],
  [{ kind: "predicted", predicted: 3 }, "predicted as sea lion", "predicted:3"],
  [{ kind: "sample", samples: [3] }, "sample 3", "sample:3"],
  [{ kind: "sample", samples: [0, 2, 3] }, "samples 0, 2, 3", "sample:0:2:3"],
  [extreme("loss", "high"), "high loss (top 5%)", "high:loss:5"],
  [extreme("confidence", "low", 0.125), "low confidence (bottom 12.5%)", "low:confidence:12.5"],
  [extreme("label_confidence", "low"), "low confidence in the label (bottom 5%)", "low:label_confidence:5"],
  [extreme("first_learned", "high"), "first learned late (top 5%)", "high:first_learned:5"],
  [extreme("forgotten", "high", 0.1), "many forgetting events (top 10%)", "high:forgotten:10"],
  [extreme("suspicion", "high"), "suspicious labels (top 1%)", "high:suspicion:1"],
];

it.each(FORMS)("parses its own text, and the address carries it: %j", (condition, text, form) => {
  expect(conditionText(condition, VOCABULARY)).toBe(text);
  for (const not of [false, true]) {
    const term = termOf(condition, not);
    expect(suggestionsFor(`${not ? "not " : ""}${text}`, VOCABULARY)[0]).toEqual([term]);
    expect(formatWhere([term])).toBe(`${not ? "not:" : ""}${form}`);
    expect(parseWhere(formatWhere([term]), VOCABULARY)).toEqual([term]);
  }
});

it.each([
  ["Wrong", "misclassified"],
  ["wrong now", "misclassified"],
  ["errors", "misclassified"],
  ["misclassified now", "misclassified"],
  ["  right   now ", "correct"],
  ["Correct", "correct"],
  ["right at 1, wrong at 2", "correct at epoch 1, misclassified at epoch 2"],
  ["right at epoch 1, wrong at epoch 2", "correct at epoch 1, misclassified at epoch 2"],
  ["right 1 wrong 2", "correct at epoch 1, misclassified at epoch 2"],
  ["correct 1 misclassified 2", "correct at epoch 1, misclassified at epoch 2"],
  ["right at epoch 1 and wrong now", "correct at epoch 1, misclassified at epoch 4"],
  ["right at epoch 1", "correct at epoch 1, misclassified at epoch 4"],
  ["learned 2", "learned by epoch 2"],
  ["forgotten 2", "forgotten at least 2 times"],
  ["forgotten 2 times or more", "forgotten at least 2 times"],
  ["forgotten once or more", "forgotten at least once"],
  ["forgotten", "forgotten at least once"],
  ["dog as cat", "dog predicted as cat"],
  ["dog taken for cat", "dog predicted as cat"],
  ["dog mistaken for cat", "dog predicted as cat"],
  ["dog misclassified as cat", "dog predicted as cat"],
  ["dog → cat", "dog predicted as cat"],
  ["dog -> cat", "dog predicted as cat"],
  ["Taken for taken for sea lion", "Taken for predicted as sea lion"],
  ["DOG as s", "dog predicted as sea lion"],
  ["label sea lion as anything else", "sea lion predicted as anything else"],
  ["dog taken for anything else", "dog predicted as anything else"],
  ["dog", "true class dog"],
  ["test", "in the test split"],
  ["in train", "in the train split"],
  ["confidence 20 to 50", "confidence 20% to 50%"],
  ["confidence 0.2 to 0.5", "confidence 20% to 50%"],
  ["confidence 20 % to 50 %", "confidence 20% to 50%"],
  ["confidence 50 to 20%", "confidence 20% to 50%"],
  ["confidence below 30%", "confidence 30% or less"],
  ["loss > 2", "loss 2 nats or more"],
  ["loss at least 1 nat", "loss 1 nat or more"],
  ["margin at most -.5", "margin -0.5 or less"],
  ["times forgotten 2 to 3", "forgetting events 2 to 3"],
  ["way in the layer 1.5 or less", "layer motion 1.5 or less"],
  ["trust in the place 95% or less", "trustworthiness 95% or less"],
  ["first learned at epoch 2 or more", "first learned at epoch 2 or later"],
  ["first learned at epoch 2 or earlier", "first learned at epoch 2 or earlier"],
])("understands %s", (text, words) => {
  expect(suggestionsFor(text, VOCABULARY).map((one) => queryText(one, VOCABULARY))[0]).toBe(words);
});

it.each([
  ["wr", ["misclassified", "correct at epoch 2, misclassified at epoch 4"]],
  ["mis", ["misclassified", "correct at epoch 2, misclassified at epoch 4"]],
  ["never", ["never learned"]],
  [
    "forg",
    [
      "forgotten at least once",
      "forgetting events 1 or more",
      "many forgetting events (top 5%)",
      "few forgetting events (bottom 5%)",
    ],
  ],
  [
    "margin",
    [
      "margin 0 or less",
      "area under the margin 0 or less",
      "high margin (top 5%)",
      "low margin (bottom 5%)",
      "high area under the margin (top 5%)",
      "low area under the margin (bottom 5%)",
    ],
  ],
  ["do", ["true class dog", "dog predicted as anything else", "predicted as dog"]],
  ["label do", ["true class dog"]],
  [
    "dog and not mis",
    ["true class dog and not misclassified", "true class dog and not correct at epoch 2, misclassified at epoch 4"],
  ],
  [
    "dog wrong margin",
    [
      "true class dog and misclassified and margin 0 or less",
      "true class dog and misclassified and area under the margin 0 or less",
      "true class dog and misclassified and high margin (top 5%)",
      "true class dog and misclassified and low margin (bottom 5%)",
      "true class dog and misclassified and high area under the margin (top 5%)",
      "true class dog and misclassified and low area under the margin (bottom 5%)",
    ],
  ],
  ["dog taken", ["dog predicted as anything else"]],
  ["dog pred", ["dog predicted as anything else"]],
  [
    "dog as",
    [
      "dog predicted as anything else",
      "dog predicted as cat",
      "dog predicted as dog",
      "dog predicted as Taken for",
      "dog predicted as sea lion",
    ],
  ],
])("suggests what %s may become", (text, words) => {
  expect(suggestionsFor(text, VOCABULARY).map((one) => queryText(one, VOCABULARY))).toEqual(words);
});

it.each([
  "",
  "not",
  "blah",
  "dug as cat",
  "right at epoch 3, wrong at epoch 4",
  "learned by epoch 9",
  "forgotten 0",
  "confidence hihg",
  "wrong or forgotten",
  "sample 4",
  "4",
  "not wrong not",
  "margin 20%",
  "loss 20%",
])("suggests nothing but the examples for %j", (text) => {
  expect(
    suggestionsFor(text, VOCABULARY).filter(
      (question) => !exampleConditions(VOCABULARY).some((one) => formatWhere([termOf(one)]) === formatWhere(question)),
    ),
  ).toEqual([]);
});

it("respects case where two class names differ in nothing else", () => {
  const letters = { ...VOCABULARY, classes: ["a", "A"] };
  expect(suggestionsFor("A as a", letters)[0]).toEqual([termOf({ kind: "label", label: 1, predicted: 0 })]);
});

it("offers no condition that the run cannot evaluate", () => {
  expect(kindsIn({ ...VOCABULARY, measures: ["confidence"] })).toEqual([
    "wrong",
    "right",
    "right_then_wrong",
    "label",
    "predicted",
    "split",
    "range",
    "extreme",
    "sample",
  ]);
  expect(kindsIn({ ...VOCABULARY, measures: [] })).toEqual([
    "wrong",
    "right",
    "right_then_wrong",
    "label",
    "predicted",
    "split",
    "sample",
  ]);
});

it("ignores malformed conditions in an address, and those about what the run does not have", () => {
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
    "predicted:9",
    "predicted:",
    "sample:4",
    "sample:",
    "high:loss",
    "high:loss:0",
    "high:loss:60",
    "high:beauty:5",
    "higher:loss:5",
  ];
  expect(parseWhere(["wrong", ...nonsense, "not:label:1:0"].join(","), VOCABULARY)).toEqual([
    termOf({ kind: "wrong" }),
    termOf({ kind: "label", label: 1, predicted: 0 }, true),
  ]);
});

it("puts the bounds of a range in order, and has no range without any", () => {
  expect(rangeOf("loss", 2, 1)).toEqual(range("loss", 1, 2));
  expect(rangeOf("loss", null, null)).toBeNull();
  expect(parseWhere("loss:2:1", VOCABULARY)).toEqual([termOf(range("loss", 1, 2))]);
});

it("joins the terms of a query with and", () => {
  expect(queryText([termOf({ kind: "wrong" }), termOf({ kind: "split", split: 0 }, true)], VOCABULARY)).toBe(
    "misclassified and not in the train split",
  );
});

it.each(["confidence:", "high:loss:", "loss:1:", "sample:", "learned:"])(
  "reads %s with a million digits at once",
  (form) => {
    expect(parseWhere(`${form}${"1".repeat(1_000_000)}x`, VOCABULARY)).toEqual([]);
  },
);
