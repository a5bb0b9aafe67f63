/** What single phrases mean: those of `text.ts`, what people say for the same, and the wording of earlier versions. */
import { classConditions } from "./classPhrases.ts";
import { defaultCondition, isValid, ofSamples } from "./condition.ts";
import type { ClassColumn, Condition, Vocabulary } from "./condition.ts";
import { namedIn } from "./names.ts";
import { unjoined } from "./quotes.ts";
import { rangesIn } from "./ranges.ts";
import { ranksIn } from "./ranks.ts";

type Parts = readonly (string | undefined)[];
type Read = (parts: Parts, vocabulary: Vocabulary) => Condition;

const RIGHT = "(?:right|correct|(?:rightly|correctly) (?:classified|predicted))";
const WRONG =
  "(?:wrong|misclassified|mispredicted|incorrect|mistaken|confused|(?:wrongly|incorrectly) (?:classified|predicted))";
const ERRORS = "(?:prediction )?(?:errors?|mistakes?|misclassifications?|confusions?|failures?)";
const NOW = "(?: now| at this (?:epoch|step))?";
/** "3", "3, 17 and #2434" */
const NUMBERS = String.raw`(#? ?\d+(?:(?:,| and| &)* ?#?\d+)*)`;

const FORMS: readonly (readonly [form: RegExp, read: Read])[] = [
  [whole(`(?:currently |still )?(?:${WRONG}|${ERRORS})${NOW}`), () => ({ kind: "wrong" })],
  [whole(`(?:currently |still )?${RIGHT}${NOW}`), () => ({ kind: "right" })],
  [
    whole(
      String.raw`${RIGHT} (?:at )?(?:(?:epoch|step) )?(\d+)(?:,? (?:and |but |then )?${WRONG} (?:now|(?:at )?(?:(?:epoch|step) )?(\d+)))?`,
    ),
    ([, right, wrong], { epoch }) => ({
      kind: "right_then_wrong",
      right: Number(right),
      wrong: Number(wrong ?? epoch),
    }),
  ],
  [
    whole(`(?:newly|just|recently) (?:${WRONG}|forgotten)`),
    (_, vocabulary) => defaultCondition("right_then_wrong", vocabulary),
  ],
  [whole(`never (?:learned|${RIGHT})|unlearned|always ${WRONG}`), () => ({ kind: "never_learned" })],
  [
    whole(String.raw`learned(?: (?:by )?(?:(?:epoch|step) )?(\d+))?`),
    ([, by], { epoch }) => ({ kind: "learned", by: Number(by ?? epoch) }),
  ],
  [
    whole(String.raw`forgotten(?: (?:at least )?(?:once|(twice)|(\d+)(?: times?)?))?(?: or more)?`),
    ([, twice, times]) => ({ kind: "forgotten", times: twice === undefined ? Number(times ?? 1) : 2 }),
  ],
  [
    whole(String.raw`forgotten (?:more than|>) (?:(once)|(twice)|(\d+)(?: times?)?)`),
    ([, once, twice, times]) => ({
      kind: "forgotten",
      times: 1 + (once !== undefined ? 1 : twice !== undefined ? 2 : Number(times)),
    }),
  ],
  [whole(`(?:samples?|numbers?|id|index|(?=#)) ?${NUMBERS}`), ([, list]) => samplesIn(list)],
];

/** Return the conditions that a phrase means, the likeliest first. */
export function conditionsIn(phrase: string, vocabulary: Vocabulary): Condition[] {
  const formed = FORMS.flatMap(([form, read]) => {
    const parts = form.exec(phrase);
    return parts === null ? [] : [read(parts, vocabulary)];
  });
  return [
    ...formed,
    ...classConditions(phrase, vocabulary.classes),
    ...splitsIn(phrase, vocabulary.splits),
    ...columnsIn(phrase, vocabulary.columns),
    ...textsIn(phrase),
    ...rangesIn(phrase, vocabulary.measures),
    ...ranksIn(phrase, vocabulary.measures),
  ].filter((condition) => isValid(condition, vocabulary));
}

/** Return the condition of a text that is nothing but numbers of samples; null for any other text. */
export function bareSamples(text: string): Condition | null {
  return whole(NUMBERS).test(text) ? samplesIn(text) : null;
}

function samplesIn(text = ""): Condition {
  return ofSamples((text.match(/\d+/g) ?? []).map(Number));
}

/** "kind is wild", "kind wild" */
function columnsIn(phrase: string, columns: readonly ClassColumn[]): Condition[] {
  return columns.flatMap(({ name, classes }): Condition[] => {
    const begins = phrase.toLowerCase().startsWith(`${name.toLowerCase()} `);
    const named = phrase.slice(name.length + 1).replace(/^(?:is|=) /i, "");
    return begins ? namedIn(named, classes).map((value) => ({ kind: "column", column: name, value })) : [];
  });
}

/** "text contains slow start", "containing “black and white”" */
function textsIn(phrase: string): Condition[] {
  const words = /^(?:(?:the )?(?:text|words?) )?(?:contains?|containing|mentions?|mentioning|says?|saying) (.+)$/i.exec(
    phrase,
  )?.[1];
  return words === undefined || /(?:^| )and(?: |$)|[,;&]/i.test(words)
    ? []
    : [{ kind: "text", words: unjoined(words) }];
}

/** "in the test split", "from the test set", "training", "test" */
function splitsIn(phrase: string, splits: readonly string[]): Condition[] {
  const name = phrase.replace(/^(?:in|from|of|split(?: is| =)?) (?:the )?/i, "").replace(/ (?:split|set|data)$/i, "");
  const found = [name, name.replace(/ing$/i, "")].map((one) => namedIn(one, splits)).find(({ length }) => length > 0);
  return (found ?? []).map((split) => ({ kind: "split", split }));
}

/** Return the pattern as one of a whole phrase, in any case. */
function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, "i");
}
