/** What phrases with classes mean: "dog", "true class dog", "predicted as cat", "dogs mistaken for cats", "dog → cat". */
import type { Condition, PredictedAs } from "./condition.ts";
import { namedIn, namesBeginning } from "./names.ts";
import { OTHER } from "./text.ts";

const SEEN = "(?:predicted|classified|recognized|identified|seen)";
/** Between a class and the one it is predicted as. */
const PREDICTED_AS = new RegExp(
  ` (?:(?:that|which) )?(?:(?:is|are|was|were|get|gets|got|being) )?(?:as|(?:mis)?${SEEN} (?:as|to be)|predicted|mistaken (?:for|as)|(?:mis)?taken for|confused (?:with|for|as)|called|→)(?: (?:an?|the)(?= ))?(?: |$)`,
  "gi",
);
const OTHERS = /^(?:(?:any|some)thing else|(?:an)?other(?: class(?:es)?)?|others)$/i;
/** Before the name of a true class. */
const TRUE_CLASS =
  /^(?:label(?:l?ed)?|true(?: class| label)?|(?:real )?class|ground truth|actual(?:ly)?|real(?:ly)?)(?: (?:as|is|=))? /i;
const ARTICLE = /^(?:the|an?) /i;
/** Before the name of a predicted class. */
const PREDICTED = new RegExp(
  `^(?:${SEEN}|predictions?|pred|called|taken)(?: (?:as|to be|is|=|for|class))*(?: an?| the)? |^(?:as|for|with|→)(?: an?| the)? `,
  "i",
);

/** Return the conditions on classes that a phrase means, the likeliest first. */
export function classConditions(phrase: string, classes: readonly string[]): Condition[] {
  return [
    ...labelsIn(phrase, classes).map((label): Condition => ({ kind: "label", label, predicted: "any" })),
    ...pairsIn(phrase, classes),
    ...predictionsIn(phrase, classes),
  ];
}

/** "dog", "label dog", "the dogs" */
function labelsIn(phrase: string, classes: readonly string[]): number[] {
  const names = [phrase, phrase.replace(TRUE_CLASS, ""), phrase.replace(TRUE_CLASS, "").replace(ARTICLE, "")];
  return [...new Set(names.flatMap((name) => namedIn(name, classes)))];
}

/** "dog as cat", "dogs predicted as anything else" */
function pairsIn(phrase: string, classes: readonly string[]): Condition[] {
  return [...phrase.matchAll(PREDICTED_AS)].flatMap(({ 0: { length }, index }) =>
    labelsIn(phrase.slice(0, index), classes).flatMap((label) =>
      predictedAs(phrase.slice(index + length), classes).map((predicted): Condition => ({
        kind: "label",
        label,
        predicted,
      })),
    ),
  );
}

/** "predicted dog", "as a dog" */
function predictionsIn(phrase: string, classes: readonly string[]): Condition[] {
  const begun = PREDICTED.exec(phrase);
  if (begun === null) return [];
  return namedIn(phrase.slice(begun[0].length), classes).map((predicted) => ({ kind: "predicted", predicted }));
}

/** Return the classes with this name, or else those whose names begin with it. */
function predictedAs(name: string, classes: readonly string[]): PredictedAs[] {
  const exact = namedIn(name, classes);
  const other: PredictedAs[] = ` ${OTHER}`.includes(` ${name.toLowerCase()}`) || OTHERS.test(name) ? ["other"] : [];
  return exact.length > 0 ? [...exact, ...other] : [...other, ...namesBeginning(name, classes)];
}
