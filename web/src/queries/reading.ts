/** Understands the words of `words.ts`, and shorter ones for the same, as somebody types them. */
import { SAMPLE_MEASURES } from "../numbers/measures.ts";
import type { SampleMeasure } from "../numbers/measures.ts";
import { isKnown, kindsIn, rangeOf, usualCondition, usualRange } from "./condition.ts";
import type { Condition, RangeCondition, TakenFor, Term, Vocabulary } from "./condition.ts";
import { meant, measureName, unitOf } from "./measures.ts";
import { conditionWords, OTHER } from "./words.ts";

const MOST_SUGGESTIONS = 6;

type Reading = (found: readonly (string | undefined)[], vocabulary: Vocabulary) => Condition;

const FORMS: readonly (readonly [form: RegExp, read: Reading])[] = [
  [/^wrong(?: now)?$/i, () => ({ kind: "wrong" })],
  [/^right(?: now)?$/i, () => ({ kind: "right" })],
  [
    /^right (?:at )?(?:epoch )?(\d+)(?:,? (?:and )?wrong (?:now|(?:at )?(?:epoch )?(\d+)))?$/i,
    ([, right, wrong], { epoch }) => ({
      kind: "right_then_wrong",
      right: Number(right),
      wrong: Number(wrong ?? epoch),
    }),
  ],
  [/^never learned$/i, () => ({ kind: "never_learned" })],
  [/^learned (?:by )?(?:epoch )?(\d+)$/i, ([, by]) => ({ kind: "learned", by: Number(by) })],
  [
    /^forgotten(?: (?:once|(\d+)(?: times?)?))?(?: or more)?$/i,
    ([, times]) => ({ kind: "forgotten", times: Number(times ?? 1) }),
  ],
];

const NUMBER = String.raw`(-?\d*\.?\d+) ?(%|nats?)?`;
const RANGES: readonly (readonly [form: RegExp, given: "both" | "least" | "most"])[] = [
  [new RegExp(`^${NUMBER} to ${NUMBER}$`, "i"), "both"],
  [new RegExp(`^(?:at least |above |> ?)${NUMBER}$|^${NUMBER} or more$`, "i"), "least"],
  [new RegExp(`^(?:at most |below |< ?)${NUMBER}$|^${NUMBER} or less$`, "i"), "most"],
];

/** Return what the words mean or may become, the likeliest first; none where they mean nothing. */
export function suggestionsFor(text: string, vocabulary: Vocabulary): Term[] {
  const spoken = text.trim().replaceAll(/\s+/g, " ");
  const [not, said] = /^not /i.test(spoken) ? [true, spoken.slice("not ".length)] : [false, spoken];
  if (said === "") return [];
  const begun = usualConditions(vocabulary).filter((condition) => begins(conditionWords(condition, vocabulary), said));
  const found = new Map(
    [...readConditions(said, vocabulary), ...begun].map((condition) => [JSON.stringify(condition), condition]),
  );
  return [...found.values()].slice(0, MOST_SUGGESTIONS).map((condition) => ({ condition, not }));
}

export interface NotUnderstood {
  readonly problem: string;
  /** Names what is understood. */
  readonly help: string;
}

/** Return an answer to words that mean nothing. */
export function notUnderstood(text: string, vocabulary: Vocabulary): NotUnderstood {
  const epochs = /^(?:not )?(?:right|learned)\b/i.test(text.trim()) ? (text.match(/\d+/g) ?? []).map(Number) : [];
  const missing = epochs.find((epoch) => !vocabulary.epochs.includes(epoch));
  if (missing !== undefined)
    return {
      problem: `This run has not recorded epoch ${missing}.`,
      help: `Recorded are ${vocabulary.epochs.join(", ")}.`,
    };
  const known = exampleConditions(vocabulary)
    .map((condition) => `“${conditionWords(condition, vocabulary)}”`)
    .join(", ");
  const measures = vocabulary.measures.map(measureName).join(", ");
  return {
    problem: `“${text.trim()}” is not understood.`,
    help: `What is: ${known}, and “not” before any of these. Measures are ${measures}.`,
  };
}

/** One of every kind. */
export function exampleConditions(vocabulary: Vocabulary): Condition[] {
  return kindsIn(vocabulary).map((kind) => usualCondition(kind, vocabulary));
}

function readConditions(said: string, vocabulary: Vocabulary): Condition[] {
  const formed = FORMS.flatMap(([form, read]) => {
    const found = form.exec(said);
    return found === null ? [] : [read(found, vocabulary)];
  });
  return [
    ...formed,
    ...readLabels(said, vocabulary.classes),
    ...readSplits(said, vocabulary.splits),
    ...readRanges(said),
  ].filter((condition) => isKnown(condition, vocabulary));
}

/** What somebody may be about to type. */
function usualConditions(vocabulary: Vocabulary): Condition[] {
  const { classes, splits, measures } = vocabulary;
  const labels = [...classes.keys()].flatMap((label) =>
    (["any", "other"] as const).map((taken): Condition => ({ kind: "label", label, taken })),
  );
  return [
    ...exampleConditions(vocabulary),
    ...labels,
    ...[...splits.keys()].map((split): Condition => ({ kind: "split", split })),
    ...measures.map(usualRange),
  ];
}

/** Whether a word of it begins so, and what follows goes on so. */
function begins(words: string, said: string): boolean {
  return ` ${words}`.toLowerCase().includes(` ${said.toLowerCase()}`);
}

/** "dog", "label dog", "dog as cat", "dog taken for anything else" */
function readLabels(said: string, classes: readonly string[]): Condition[] {
  const labelsOf = (name: string) => [...numbersOf(name, classes), ...numbersOf(name.replace(/^label /i, ""), classes)];
  const alone = labelsOf(said).map((label): Condition => ({ kind: "label", label, taken: "any" }));
  const taken = [...said.matchAll(/ (?:as|taken for)(?: |$)/gi)].flatMap(({ 0: { length }, index }) =>
    labelsOf(said.slice(0, index)).flatMap((label) =>
      takenFor(said.slice(index + length), classes).map((one): Condition => ({ kind: "label", label, taken: one })),
    ),
  );
  return [...alone, ...taken];
}

/** The classes that are called so, else those that begin so. */
function takenFor(name: string, classes: readonly string[]): TakenFor[] {
  const exact = numbersOf(name, classes);
  const other: TakenFor[] = begins(OTHER, name) ? ["other"] : [];
  const begun = [...classes.keys()].filter((number) => classes[number]?.toLowerCase().startsWith(name.toLowerCase()));
  return exact.length > 0 ? [...exact, ...other] : [...other, ...begun];
}

/** "in the test split", "in test", "test" */
function readSplits(said: string, splits: readonly string[]): Condition[] {
  const name = said.replace(/^in (?:the )?/i, "").replace(/ split$/i, "");
  return numbersOf(name, splits).map((split) => ({ kind: "split", split }));
}

/** The places of a name; letters may be small or large unless both are names. */
function numbersOf(name: string, names: readonly string[]): number[] {
  const exact = names.indexOf(name);
  return exact >= 0
    ? [exact]
    : [...names.keys()].filter((number) => names[number]?.toLowerCase() === name.toLowerCase());
}

function readRanges(said: string): Condition[] {
  return SAMPLE_MEASURES.flatMap((measure) => {
    const name = measureName(measure);
    const range = said.toLowerCase().startsWith(`${name} `) ? readRange(measure, said.slice(name.length + 1)) : null;
    return range === null ? [] : [range];
  });
}

function readRange(measure: SampleMeasure, said: string): RangeCondition | null {
  for (const [form, given] of RANGES) {
    const parts: readonly (string | undefined)[] | null = form.exec(said);
    if (parts === null) continue;
    const found = parts.slice(1).filter((part) => part !== undefined);
    const values = valuesOf(measure, found);
    return values === null
      ? null
      : rangeOf(
          measure,
          given === "most" ? null : (values[0] ?? null),
          given === "least" ? null : (values.at(-1) ?? null),
        );
  }
  return null;
}

/** The values of numbers and units; null where a unit is another measure's. Shares above 1 are percent, whether that is said or not. */
function valuesOf(measure: SampleMeasure, said: readonly string[]): number[] | null {
  const [numbers, units] = [
    said.filter((part) => !isNaN(Number(part))).map(Number),
    said.filter((part) => isNaN(Number(part))),
  ];
  if (units.some((unit) => unitOf(measure) === "" || !unitOf(measure).startsWith(unit.toLowerCase()))) return null;
  const asShares = units.length === 0 && unitOf(measure) === "%" && numbers.every((number) => number <= 1);
  return numbers.map((number) => (asShares ? number : meant(measure, number)));
}
