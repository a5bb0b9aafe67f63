/** A query as the address has it: "wrong,not:label:5:3,confidence:0.2:0.5". */
import { measureOf } from "../numbers/measures.ts";
import type { SampleMeasure } from "../numbers/measures.ts";
import { isKnown, rangeOf } from "./condition.ts";
import type { Condition, TakenFor, Term, Vocabulary } from "./condition.ts";

const NOT = "not:";
const NUMBER = String.raw`(-?\d*\.?\d+(?:e-?\d+)?)?`;

const FORMS: readonly (readonly [form: RegExp, read: (found: readonly (string | undefined)[]) => Condition | null])[] =
  [
    [/^wrong$/, () => ({ kind: "wrong" })],
    [/^right$/, () => ({ kind: "right" })],
    [
      /^right:(\d+):wrong:(\d+)$/,
      ([, right, wrong]) => ({ kind: "right_then_wrong", right: Number(right), wrong: Number(wrong) }),
    ],
    [/^never-learned$/, () => ({ kind: "never_learned" })],
    [/^learned:(\d+)$/, ([, by]) => ({ kind: "learned", by: Number(by) })],
    [/^forgotten:(\d+)$/, ([, times]) => ({ kind: "forgotten", times: Number(times) })],
    [
      /^label:(\d+)(?::(\d+|other))?$/,
      ([, label, taken]) => ({ kind: "label", label: Number(label), taken: takenFor(taken) }),
    ],
    [/^split:(\d+)$/, ([, split]) => ({ kind: "split", split: Number(split) })],
    [
      new RegExp(`^([a-z_]+):${NUMBER}:${NUMBER}$`),
      ([, name = "", least, most]) => rangeIn(measureOf(name), numberOf(least), numberOf(most)),
    ],
  ];

export function formatWhere(terms: readonly Term[]): string {
  return terms.map(({ condition, not }) => `${not ? NOT : ""}${formOf(condition)}`).join(",");
}

/** Return the terms of such a text; what is none, or speaks of what the run has not, is left out. */
export function parseWhere(text: string, vocabulary: Vocabulary): Term[] {
  return text.split(",").flatMap((part) => {
    const not = part.startsWith(NOT);
    const condition = conditionOf(not ? part.slice(NOT.length) : part);
    return condition !== null && isKnown(condition, vocabulary) ? [{ condition, not }] : [];
  });
}

function formOf(condition: Condition): string {
  switch (condition.kind) {
    case "wrong":
    case "right":
      return condition.kind;
    case "right_then_wrong":
      return `right:${condition.right}:wrong:${condition.wrong}`;
    case "never_learned":
      return "never-learned";
    case "learned":
      return `learned:${condition.by}`;
    case "forgotten":
      return `forgotten:${condition.times}`;
    case "label":
      return `label:${condition.label}${condition.taken === "any" ? "" : `:${condition.taken}`}`;
    case "split":
      return `split:${condition.split}`;
    case "range":
      return `${condition.measure}:${condition.least ?? ""}:${condition.most ?? ""}`;
  }
}

function conditionOf(text: string): Condition | null {
  for (const [form, read] of FORMS) {
    const found = form.exec(text);
    if (found !== null) return read(found);
  }
  return null;
}

function takenFor(text: string | undefined): TakenFor {
  return text === undefined ? "any" : text === "other" ? "other" : Number(text);
}

function rangeIn(measure: SampleMeasure | null, least: number | null, most: number | null): Condition | null {
  return measure === null ? null : rangeOf(measure, least, most);
}

function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}
