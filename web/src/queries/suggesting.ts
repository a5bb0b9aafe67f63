/** What typed text may become, and questions to begin with. */
import { defaultCondition, defaultRange, extreme, hasMeasure, kindsIn } from "./condition.ts";
import type { Condition, End, Question, RankedMeasure, Vocabulary } from "./condition.ts";
import { distinct, plainText, questionsIn, readingsOf } from "./parsing.ts";
import { conditionText } from "./text.ts";

const MOST_SUGGESTIONS = 6;

/** The wording of earlier versions, which still completes what is typed. */
const FORMER_WORDING: readonly (readonly [now: RegExp, before: string])[] = [
  [/\bmisclassified\b/g, "wrong"],
  [/\bcorrect\b/g, "right"],
  [/ predicted as /g, " taken for "],
  [/^true class /g, "label "],
];

/** Return the questions that a text means or may become, the likeliest first; none where it means nothing. */
export function suggestionsFor(text: string, vocabulary: Vocabulary): Question[] {
  const plain = plainText(text);
  if (plain === "") return [];
  const phrases = completions(vocabulary).map((condition) => ({ condition, texts: textsOf(condition, vocabulary) }));
  const completed = readingsOf(plain, vocabulary).flatMap(({ terms, negates, rest }) =>
    rest === ""
      ? []
      : phrases
          .filter(({ condition, texts }) => isBegun(texts, rest) && goesWith(condition, terms, rest))
          .map(({ condition }): Question => [...terms, { condition, not: negates }]),
  );
  return distinct([...questionsIn(text, vocabulary), ...completed]).slice(0, MOST_SUGGESTIONS);
}

/** Return one condition of every kind. */
export function exampleConditions(vocabulary: Vocabulary): Condition[] {
  return kindsIn(vocabulary).map((kind) => defaultCondition(kind, vocabulary));
}

/** Return a few questions that show what can be asked of the run. */
export function exampleQuestions(vocabulary: Vocabulary): Question[] {
  const kinds = new Set(kindsIn(vocabulary));
  const [first = -1, second = -1] = [...vocabulary.classes.keys()].toSorted(
    (one, other) => (vocabulary.classes[one]?.length ?? 0) - (vocabulary.classes[other]?.length ?? 0),
  );
  const examples: Condition[] = [
    { kind: "wrong" },
    ...(second < 0 ? [] : [{ kind: "label", label: first, predicted: second } as const]),
    defaultCondition("extreme", vocabulary),
    { kind: "never_learned" },
    extreme("suspicion", "high"),
    { kind: "forgotten", times: 2 },
  ];
  return examples
    .filter(
      (condition) =>
        kinds.has(condition.kind) && (condition.kind !== "extreme" || hasMeasure(condition.measure, vocabulary)),
    )
    .map((condition) => [{ condition, not: false }]);
}

/** Return the conditions that a text is completed to. */
export function completions(vocabulary: Vocabulary): Condition[] {
  const { classes, columns, splits, measures, suspects } = vocabulary;
  const kinds = new Set(kindsIn(vocabulary));
  const ranked: readonly RankedMeasure[] = [...measures, ...(suspects ? ["suspicion" as const] : [])];
  const all: Condition[] = [
    ...exampleConditions(vocabulary),
    ...[...classes.keys()].flatMap((label): Condition[] => [
      { kind: "label", label, predicted: "any" },
      { kind: "label", label, predicted: "other" },
      { kind: "predicted", predicted: label },
    ]),
    ...splits.flatMap((name, split): Condition[] => (name === "" ? [] : [{ kind: "split", split }])),
    ...columns.flatMap(({ name, classes: all }) =>
      [...all.keys()].map((value): Condition => ({ kind: "column", column: name, value })),
    ),
    ...measures.map(defaultRange),
    ...ranked.flatMap((measure) => endsOf(measure).map((end) => extreme(measure, end))),
  ];
  // An example of words in a text has none.
  return all.filter(({ kind }) => kinds.has(kind) && kind !== "text");
}

function endsOf(measure: RankedMeasure): readonly End[] {
  return measure === "suspicion" ? ["high"] : ["high", "low"];
}

/** Return a condition's text, in its current and former wording, in lower case. */
function textsOf(condition: Condition, vocabulary: Vocabulary): string[] {
  const text = conditionText(condition, vocabulary);
  const former = FORMER_WORDING.reduce((one, [now, before]) => one.replaceAll(now, before), text);
  return [text, former].map((one) => ` ${one}`.toLowerCase());
}

/** Whether some word of a text begins with the typed text, and what follows continues it. */
function isBegun(texts: readonly string[], typed: string): boolean {
  return texts.some((text) => text.includes(` ${typed.toLowerCase()}`));
}

/** A sample has one true class, "dog predicted as cat" is one phrase, and a number begins none. */
function goesWith({ kind }: Condition, terms: Question, typed: string): boolean {
  if (terms.length === 0) return true;
  const hasClass = terms.some(({ condition, not }) => !not && condition.kind === "label");
  return /^\p{L}/u.test(typed) && (!hasClass || (kind !== "label" && kind !== "predicted"));
}
