/** Parses typed conditions: the phrases of `text.ts`, shorter ones for the same, and those of earlier versions. */
import { SAMPLE_MEASURES } from "../numbers/measures.ts";
import type { SampleMeasure } from "../numbers/measures.ts";
import { defaultCondition, defaultRange, isValid, kindsIn, rangeOf } from "./condition.ts";
import type { Condition, PredictedAs, RangeCondition, Term, Vocabulary } from "./condition.ts";
import { fromUnit, measureName, measureNames, unitOf } from "./measures.ts";
import { conditionText, OTHER } from "./text.ts";

const MOST_SUGGESTIONS = 6;
const RIGHT = "(?:right|correct)",
  WRONG = "(?:wrong|misclassified)";

type Parts = readonly (string | undefined)[];
type Read = (parts: Parts, vocabulary: Vocabulary) => Condition;

const FORMS: readonly (readonly [form: RegExp, read: Read])[] = [
  [new RegExp(`^(?:${WRONG}|errors?)(?: now)?$`, "i"), () => ({ kind: "wrong" })],
  [new RegExp(`^${RIGHT}(?: now)?$`, "i"), () => ({ kind: "right" })],
  [
    new RegExp(
      String.raw`^${RIGHT} (?:at )?(?:epoch )?(\d+)(?:,? (?:and )?${WRONG} (?:now|(?:at )?(?:epoch )?(\d+)))?$`,
      "i",
    ),
    ([, right, wrong], { epoch }) => ({
      kind: "right_then_wrong",
      right: Number(right),
      wrong: Number(wrong ?? epoch),
    }),
  ],
  [/^never learned$/i, () => ({ kind: "never_learned" })],
  [/^learned (?:by )?(?:epoch )?(\d+)$/i, ([, by]) => ({ kind: "learned", by: Number(by) })],
  [
    /^forgotten(?: (?:at least )?(?:once|(\d+)(?: times?)?))?(?: or more)?$/i,
    ([, times]) => ({ kind: "forgotten", times: Number(times ?? 1) }),
  ],
];

/** Between a label and the class it is predicted as. */
const PREDICTED_AS = / (?:as|(?:predicted|misclassified) as|(?:mis)?taken for|→|->)(?: |$)/gi;

const NUMBER = String.raw`(-?\d*\.?\d+) ?(%|nats?)?`;
const RANGES: readonly (readonly [form: RegExp, given: "both" | "least" | "most"])[] = [
  [new RegExp(`^${NUMBER} to ${NUMBER}$`, "i"), "both"],
  [new RegExp(`^(?:at least |above |> ?)${NUMBER}$|^${NUMBER} or (?:more|later)$`, "i"), "least"],
  [new RegExp(`^(?:at most |below |< ?)${NUMBER}$|^${NUMBER} or (?:less|earlier)$`, "i"), "most"],
];

/** The wording of earlier versions, which still completes what is typed. */
const FORMER_WORDING: readonly (readonly [now: RegExp, before: string])[] = [
  [/\bmisclassified\b/g, "wrong"],
  [/\bcorrect\b/g, "right"],
  [/ predicted as /g, " taken for "],
];

/** Return the conditions that a text means or may become, the likeliest first; none where it means nothing. */
export function suggestionsFor(text: string, vocabulary: Vocabulary): Term[] {
  const typed = text.trim().replaceAll(/\s+/g, " ");
  const [not, rest] = /^not /i.test(typed) ? [true, typed.slice("not ".length)] : [false, typed];
  if (rest === "") return [];
  const completed = completions(vocabulary).filter((condition) => isBegun(conditionText(condition, vocabulary), rest));
  const suggested = new Map(
    [...parseConditions(rest, vocabulary), ...completed].map((condition) => [JSON.stringify(condition), condition]),
  );
  return [...suggested.values()].slice(0, MOST_SUGGESTIONS).map((condition) => ({ condition, not }));
}

export interface NotUnderstood {
  readonly problem: string;
  /** Lists what would be understood. */
  readonly help: string;
}

/** Explain why a text is not a condition. */
export function notUnderstood(text: string, vocabulary: Vocabulary): NotUnderstood {
  const takesEpochs = /^(?:not )?(?:right|correct|learned)\b/i.test(text.trim());
  const epochs = takesEpochs ? (text.match(/\d+/g) ?? []).map(Number) : [];
  const missing = epochs.find((epoch) => !vocabulary.epochs.includes(epoch));
  if (missing !== undefined)
    return {
      problem: `Epoch ${missing} was not recorded in this run.`,
      help: `Recorded epochs: ${vocabulary.epochs.join(", ")}.`,
    };
  const examples = exampleConditions(vocabulary)
    .map((condition) => `“${conditionText(condition, vocabulary)}”`)
    .join(", ");
  const measures = vocabulary.measures.map(measureName).join(", ");
  return {
    problem: `“${text.trim()}” is not understood.`,
    help: `Try: ${examples}, or any of these after “not”. Measures: ${measures}.`,
  };
}

/** Return one condition of every kind. */
export function exampleConditions(vocabulary: Vocabulary): Condition[] {
  return kindsIn(vocabulary).map((kind) => defaultCondition(kind, vocabulary));
}

function parseConditions(text: string, vocabulary: Vocabulary): Condition[] {
  const formed = FORMS.flatMap(([form, read]) => {
    const parts = form.exec(text);
    return parts === null ? [] : [read(parts, vocabulary)];
  });
  return [
    ...formed,
    ...parseLabels(text, vocabulary.classes),
    ...parseSplits(text, vocabulary.splits),
    ...parseRanges(text),
  ].filter((condition) => isValid(condition, vocabulary));
}

/** Return the conditions that a text is completed to. */
function completions(vocabulary: Vocabulary): Condition[] {
  const { classes, splits, measures } = vocabulary;
  const labels = [...classes.keys()].flatMap((label) =>
    (["any", "other"] as const).map((predicted): Condition => ({ kind: "label", label, predicted })),
  );
  return [
    ...exampleConditions(vocabulary),
    ...labels,
    ...[...splits.keys()].map((split): Condition => ({ kind: "split", split })),
    ...measures.map(defaultRange),
  ];
}

/** Whether typed text begins a phrase, in its current or former wording, or begins at one of its words. */
function isBegun(phrase: string, typed: string): boolean {
  const former = FORMER_WORDING.reduce((text, [now, before]) => text.replaceAll(now, before), phrase);
  return begins(phrase, typed) || begins(former, typed);
}

/** Whether some word of the phrase begins with the typed text, and what follows continues it. */
function begins(phrase: string, typed: string): boolean {
  return ` ${phrase}`.toLowerCase().includes(` ${typed.toLowerCase()}`);
}

/** "dog", "label dog", "dog as cat", "dog predicted as anything else" */
function parseLabels(text: string, classes: readonly string[]): Condition[] {
  const labelsOf = (name: string) => [...numbersOf(name, classes), ...numbersOf(name.replace(/^label /i, ""), classes)];
  const alone = labelsOf(text).map((label): Condition => ({ kind: "label", label, predicted: "any" }));
  const pairs = [...text.matchAll(PREDICTED_AS)].flatMap(({ 0: { length }, index }) =>
    labelsOf(text.slice(0, index)).flatMap((label) =>
      predictedAs(text.slice(index + length), classes).map((predicted): Condition => ({
        kind: "label",
        label,
        predicted,
      })),
    ),
  );
  return [...alone, ...pairs];
}

/** Return the classes with this name, or else those whose names begin with it. */
function predictedAs(name: string, classes: readonly string[]): PredictedAs[] {
  const exact = numbersOf(name, classes);
  const other: PredictedAs[] = begins(OTHER, name) ? ["other"] : [];
  const begun = [...classes.keys()].filter((number) => classes[number]?.toLowerCase().startsWith(name.toLowerCase()));
  return exact.length > 0 ? [...exact, ...other] : [...other, ...begun];
}

/** "in the test split", "in test", "test" */
function parseSplits(text: string, splits: readonly string[]): Condition[] {
  const name = text.replace(/^in (?:the )?/i, "").replace(/ split$/i, "");
  return numbersOf(name, splits).map((split) => ({ kind: "split", split }));
}

/** Return the indices of a name; case matters only where names differ in nothing else. */
function numbersOf(name: string, names: readonly string[]): number[] {
  const exact = names.indexOf(name);
  return exact >= 0
    ? [exact]
    : [...names.keys()].filter((number) => names[number]?.toLowerCase() === name.toLowerCase());
}

function parseRanges(text: string): Condition[] {
  return SAMPLE_MEASURES.flatMap((measure) => {
    const name = measureNames(measure).find((one) => text.toLowerCase().startsWith(`${one} `));
    const range = name === undefined ? null : parseRange(measure, text.slice(name.length + 1));
    return range === null ? [] : [range];
  });
}

function parseRange(measure: SampleMeasure, text: string): RangeCondition | null {
  for (const [form, given] of RANGES) {
    const parts: Parts | null = form.exec(text);
    if (parts === null) continue;
    const values = valuesOf(
      measure,
      parts.slice(1).filter((part) => part !== undefined),
    );
    const [first = null, last = null] = [values?.[0], values?.at(-1)];
    return rangeOf(measure, given === "most" ? null : first, given === "least" ? null : last);
  }
  return null;
}

/** Return the values of numbers and units; null if a unit is another measure's. Shares above 1 are percent, with or without the sign. */
function valuesOf(measure: SampleMeasure, parts: readonly string[]): number[] | null {
  const [numbers, units] = [
    parts.filter((part) => !isNaN(Number(part))).map(Number),
    parts.filter((part) => isNaN(Number(part))),
  ];
  if (units.some((unit) => unitOf(measure) === "" || !unitOf(measure).startsWith(unit.toLowerCase()))) return null;
  const asShares = units.length === 0 && unitOf(measure) === "%" && numbers.every((number) => number <= 1);
  return numbers.map((number) => (asShares ? number : fromUnit(measure, number)));
}
