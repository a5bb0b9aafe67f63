/** Reads what people type: phrases in any order, with or without "and" and commas, among fillers. */
import { isValid } from "./condition.ts";
import type { Condition, Question, Vocabulary } from "./condition.ts";
import { bareSamples, conditionsIn } from "./phrases.ts";
import { unjoined, withQuotesJoined } from "./quotes.ts";
import { formatWhere } from "./where.ts";

/** Between phrases; they say nothing. */
export const FILLERS: ReadonlySet<string> = new Set(
  `, ; and & but that which are is was were be of the a an all any show find list select me please in with where whose
  having has have only just samples sample images image points examples ones those`.split(/\s+/),
);
export const NEGATORS: ReadonlySet<string> = new Set(
  "not no non without except excluding isn't aren't wasn't weren't".split(" "),
);

/** What a beginning of a text means. */
export interface Reading {
  readonly terms: Question;
  /** Whether the next phrase is negated. */
  readonly negates: boolean;
  /** What follows, not read yet. */
  readonly rest: string;
}

type Path = Omit<Reading, "rest"> & { readonly skipped: number };

interface Token {
  readonly start: number;
  readonly end: number;
  readonly word: string;
}

/** Return what a text may mean, the likeliest first; nothing if some of it is not understood. */
export function questionsIn(text: string, vocabulary: Vocabulary): Question[] {
  const plain = plainText(text);
  const [not, phrase] = /^not /i.test(plain) ? [true, plain.slice("not ".length)] : [false, plain];
  const single = (condition: Condition): Question => [{ condition, not }];
  const samples = bareSamples(phrase);
  return distinct([
    ...conditionsIn(phrase, vocabulary).map(single),
    ...readingsOf(plain, vocabulary)
      .filter(({ negates, rest, terms }) => rest === "" && !negates && terms.length > 0)
      .map(({ terms }) => terms),
    ...(samples !== null && isValid(samples, vocabulary) ? [single(samples)] : []),
    ...(vocabulary.texts && phrase !== "" ? [single({ kind: "text", words: unjoined(phrase) })] : []),
  ]);
}

/**
 * Return what each beginning of a plain text means, from none of it to all of it. Of several readings the one with the
 * fewest phrases counts: "rock and roll" is one class where there is such a class.
 */
export function readingsOf(text: string, vocabulary: Vocabulary): Reading[] {
  const tokens = tokensIn(text);
  const paths: Path[][] = [...tokens.map(() => []), []];
  paths[0] = [{ terms: [], negates: false, skipped: 0 }];
  tokens.forEach(({ start, word }, at) => {
    const skippable = (path: Path) => FILLERS.has(word) || (NEGATORS.has(word) && !path.negates);
    for (const path of (paths[at] ?? []).filter(skippable))
      keep(paths[at + 1], { ...path, negates: path.negates || NEGATORS.has(word), skipped: path.skipped + 1 });
    const reached = paths[at] ?? [];
    if (reached.length === 0) return;
    tokens.slice(at).forEach(({ end }, words) => {
      const condition = conditionsIn(text.slice(start, end), vocabulary)[0];
      if (condition === undefined) return;
      for (const { terms, negates, skipped } of reached)
        keep(paths[at + words + 1], { terms: [...terms, { condition, not: negates }], negates: false, skipped });
    });
  });
  return paths.flatMap((reached, at) =>
    reached.map(({ terms, negates }) => ({ terms, negates, rest: text.slice(tokens[at]?.start ?? text.length) })),
  );
}

/** Write a text in one way: plain spaces, arrows and comparisons, without quotation marks and the mark at its end. */
export function plainText(text: string): string {
  return withQuotesJoined(text)
    .replaceAll(/[“”"]/g, "")
    .replaceAll("’", "'")
    .replaceAll("−", "-")
    .replaceAll(/ ?percent\b/gi, "%")
    .replaceAll(/\s*(?:-+>|=>|[→⇒➔⟶])\s*/g, " → ")
    .replaceAll("≥", ">=")
    .replaceAll("≤", "<=")
    .replaceAll(/\s*([<>]=?|(?<![<>])=)\s*/g, " $1 ")
    .replaceAll(/:(?=\s|\p{L})/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(/[?!.,;]+$/, "");
}

/** Return each question once. */
export function distinct(questions: readonly Question[]): Question[] {
  return [...new Map(questions.map((question) => [formatWhere(question), question])).values()];
}

/** Of two paths to the same place, keep the one with fewer phrases, or else with fewer fillers. */
function keep(reached: Path[] | undefined, path: Path): void {
  const same = reached?.findIndex(({ negates }) => negates === path.negates) ?? -1;
  const known = reached?.[same];
  if (known === undefined) reached?.push(path);
  else if (costOf(path) < costOf(known)) reached?.splice(same, 1, path);
}

const MOST_WORDS = 1000;

function costOf({ terms, skipped }: Path): number {
  return terms.length * MOST_WORDS + skipped;
}

function tokensIn(text: string): Token[] {
  return [...text.matchAll(/[,;&]|[^\s,;&]+/g)].map(({ 0: word, index }) => ({
    start: index,
    end: index + word.length,
    word: word.toLowerCase(),
  }));
}
