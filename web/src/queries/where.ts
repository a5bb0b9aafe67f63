/** The form of a query in the address: "wrong,not:label:5:3,confidence:0.2:0.5". */
import { columnName, isNumberColumn, measureOf } from "../numbers/measures.ts";
import type { SampleMeasure } from "../numbers/measures.ts";
import { extreme, isValid, ofSamples, rangeOf } from "./condition.ts";
import type { Condition, PredictedAs, RankedMeasure, Term, Vocabulary } from "./condition.ts";
import { percentOf } from "./measures.ts";

const NOT = "not:";
const PERCENT = 100;
/** Digits can be read in one way only, or a long text of them takes forever. */
const DIGITS = String.raw`(?:\d+(?:\.\d+)?|\.\d+)`;
/** A measure of every run, or a column of this one, whose name may be any text. */
const MEASURE = "number:[^:]+|[a-z_]+";
const NUMBER = `(-?${DIGITS}(?:e-?\\d+)?)?`;

const FORMS: readonly (readonly [form: RegExp, read: (parts: readonly (string | undefined)[]) => Condition | null])[] =
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
      ([, label, predicted]) => ({ kind: "label", label: Number(label), predicted: predictedAs(predicted) }),
    ],
    [/^predicted:(\d+)$/, ([, predicted]) => ({ kind: "predicted", predicted: Number(predicted) })],
    [/^split:(\d+)$/, ([, split]) => ({ kind: "split", split: Number(split) })],
    [/^column:([^:]+):(\d+)$/, ([, name, value]) => columnValue(decoded(name), Number(value))],
    [/^text:([^:]+)$/, ([, words]) => wordsOf(decoded(words))],
    [/^sample((?::\d+)+)$/, ([, samples = ""]) => ofSamples(samples.slice(1).split(":").map(Number))],
    [
      new RegExp(`^(high|low):(${MEASURE}):(${DIGITS})$`),
      ([, end, name = "", percent]) => {
        const measure = name === "suspicion" ? name : measureIn(name);
        return measure === null ? null : extreme(measure, end === "high" ? "high" : "low", Number(percent) / PERCENT);
      },
    ],
    [
      new RegExp(`^(${MEASURE}):${NUMBER}:${NUMBER}$`),
      ([, name = "", least, most]) => rangeIn(measureIn(name), numberOf(least), numberOf(most)),
    ],
  ];

export function formatWhere(terms: readonly Term[]): string {
  return terms.map(({ condition, not }) => `${not ? NOT : ""}${formOf(condition)}`).join(",");
}

/** Return the terms of such a text, without those that are malformed or refer to something the run does not have. */
export function parseWhere(text: string, vocabulary: Vocabulary): Term[] {
  return text.split(",").flatMap((part) => {
    const not = part.startsWith(NOT);
    const condition = conditionOf(not ? part.slice(NOT.length) : part);
    return condition !== null && isValid(condition, vocabulary) ? [{ condition, not }] : [];
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
      return `label:${condition.label}${condition.predicted === "any" ? "" : `:${condition.predicted}`}`;
    case "predicted":
      return `predicted:${condition.predicted}`;
    case "sample":
      return `sample:${condition.samples.join(":")}`;
    case "extreme":
      return `${condition.end}:${formOfMeasure(condition.measure)}:${percentOf(condition.share)}`;
    case "column":
      return `column:${encodeURIComponent(condition.column)}:${condition.value}`;
    case "text":
      return `text:${encodeURIComponent(condition.words)}`;
    case "split":
      return `split:${condition.split}`;
    case "range":
      return `${formOfMeasure(condition.measure)}:${condition.least ?? ""}:${condition.most ?? ""}`;
  }
}

function conditionOf(text: string): Condition | null {
  for (const [form, read] of FORMS) {
    const parts = form.exec(text);
    if (parts !== null) return read(parts);
  }
  return null;
}

function predictedAs(text: string | undefined): PredictedAs {
  return text === undefined ? "any" : text === "other" ? "other" : Number(text);
}

function rangeIn(measure: SampleMeasure | null, least: number | null, most: number | null): Condition | null {
  return measure === null ? null : rangeOf(measure, least, most);
}

function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

function formOfMeasure(measure: RankedMeasure): string {
  return isNumberColumn(measure) ? `number:${encodeURIComponent(columnName(measure))}` : measure;
}

function measureIn(form: string): SampleMeasure | null {
  if (!isNumberColumn(form)) return measureOf(form);
  const name = decoded(columnName(form));
  return name === null ? null : `number:${name}`;
}

function columnValue(column: string | null, value: number): Condition | null {
  return column === null ? null : { kind: "column", column, value };
}

function wordsOf(words: string | null): Condition | null {
  return words === null ? null : { kind: "text", words };
}

/** Null where the text is malformed. */
function decoded(text = ""): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
