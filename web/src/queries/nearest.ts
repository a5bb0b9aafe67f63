/** Answers a text that is not understood with the questions nearest to it that the run can answer. */
import { inUnit } from "../ui/format.ts";
import type { Question, Vocabulary } from "./condition.ts";
import { formsOf, namedIn } from "./names.ts";
import { distinct, FILLERS, NEGATORS, plainText, questionsIn } from "./parsing.ts";
import { completions, exampleQuestions } from "./suggesting.ts";
import { queryText } from "./text.ts";

export interface NotUnderstood {
  readonly problem: string;
  readonly nearest: readonly Question[];
}

const NEAREST = 3;
/** Less alike than this, two words are different words. */
const ALIKE = 0.6;
/** Known besides the words of the completions. */
const SYNONYMS =
  `wrong errors mistakes incorrect mistaken confused right mislabeled suspicious labels train training test
  true class label sample samples high low highest lowest top bottom above below over under least most more less than
  between to as for never newly often early late hard easy ambiguous confident uncertain`.split(/\s+/);

/** Say why a text is not understood, and offer the questions nearest to it. */
export function notUnderstood(text: string, vocabulary: Vocabulary): NotUnderstood {
  return { problem: problemOf(text, vocabulary), nearest: nearestQuestions(text, vocabulary) };
}

function problemOf(text: string, vocabulary: Vocabulary): string {
  const takesEpochs = /^(?:not )?(?:right|correct|learned)\b/i.test(text.trim());
  const epochs = takesEpochs ? (text.match(/\d+/g) ?? []).map(Number) : [];
  const missing = epochs.find((epoch) => !vocabulary.epochs.includes(epoch));
  if (missing !== undefined)
    return inUnit(
      `Epoch ${missing} was not recorded in this run. Recorded epochs: ${vocabulary.epochs.join(", ")}.`,
      vocabulary.unit,
    );
  const sample = /^(?:samples? )?#?(\d+)$/i.exec(text.trim())?.[1];
  if (sample !== undefined) return `There is no sample ${sample}: this run has samples 0 to ${vocabulary.samples - 1}.`;
  if (/\bor\b/i.test(text)) return "Conditions are joined with “and”: all of them must match.";
  return `“${text.trim()}” is not understood.`;
}

/** Return three questions that the run can answer, the nearest first: the text with its words mended, then by likeness. */
export function nearestQuestions(text: string, vocabulary: Vocabulary): Question[] {
  const words = wordsIn(plainText(text));
  const candidates = completions(vocabulary).map((condition): Question => [{ condition, not: false }]);
  const texts = new Map(candidates.map((one) => [one, wordsIn(queryText(one, vocabulary))]));
  const known = new Set([...SYNONYMS, ...FILLERS, ...NEGATORS, ...[...texts.values()].flat()]);
  const mended = words.map((word) => mend(word, known));
  const readings = [mended, mended.filter((word) => known.has(word))].flatMap((some) =>
    questionsIn(some.join(" "), vocabulary).slice(0, 1),
  );
  const scored = [...pairsOf(mended, vocabulary), ...candidates]
    .map((question) => ({
      question,
      score: likeness(words, texts.get(question) ?? wordsIn(queryText(question, vocabulary))),
    }))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score);
  return distinct([...readings, ...scored.map(({ question }) => question), ...exampleQuestions(vocabulary)]).slice(
    0,
    NEAREST,
  );
}

/** Return the confusions between the classes that a text names. */
function pairsOf(words: readonly string[], { classes }: Vocabulary): Question[] {
  const [first, second] = [...new Set(words.flatMap((word) => namedIn(word, classes)))];
  if (first === undefined || second === undefined) return [];
  return [
    [{ condition: { kind: "label", label: first, predicted: second }, not: false }],
    [{ condition: { kind: "label", label: second, predicted: first }, not: false }],
  ];
}

/** Return the words of a text, without those that say nothing; "sample" may say that a number follows. */
function wordsIn(text: string): string[] {
  const words = text.toLowerCase().match(/[^\s,;()]+/g) ?? [];
  return words.filter((word) => !FILLERS.has(word) || word === "sample");
}

/** Return the known word most like a word; the word itself if none is. */
function mend(word: string, known: ReadonlySet<string>): string {
  if (formsOf(word).some((form) => known.has(form)) || /\d/.test(word)) return word;
  const [best = word, similarity = 0] = [...known]
    .map((one) => [one, similarityOf(word, one)] as const)
    .reduce<readonly [string?, number?]>((found, one) => (one[1] > (found[1] ?? 0) ? one : found), []);
  return similarity >= ALIKE ? best : word;
}

/** Return how much two lists of words have in common, 0 to 1; words may differ in a few letters. */
function likeness(some: readonly string[], others: readonly string[]): number {
  const found = (words: readonly string[], among: readonly string[]) =>
    words.reduce((sum, word) => sum + Math.max(0, ...among.map((one) => alike(word, one))), 0) / words.length;
  const [covered, used] = [found(some, others), found(others, some)];
  return covered + used === 0 ? 0 : (2 * covered * used) / (covered + used);
}

function alike(word: string, other: string): number {
  const similarity = similarityOf(word, other);
  return similarity >= ALIKE ? similarity : 0;
}

/** Return 1 for the same word, less for every letter that differs, and 0 for different words. */
function similarityOf(word: string, other: string): number {
  const longest = Math.max(word.length, other.length);
  // Most words differ too much in their lengths alone.
  if (Math.abs(word.length - other.length) > (1 - ALIKE) * longest) return 0;
  return 1 - distanceOf(word, other) / longest;
}

/** Return how many letters have to be changed, added, dropped or exchanged to make one word the other. */
function distanceOf(word: string, other: string): number {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= word.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const changed = (row[j - 1] ?? 0) + Number(word[i - 1] !== other[j - 1]);
      const exchanged =
        i > 1 && word[i - 1] === other[j - 2] && word[i - 2] === other[j - 1] ? (before[j - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, exchanged));
    }
    [before, row] = [row, next];
  }
  return row[other.length] ?? 0;
}
