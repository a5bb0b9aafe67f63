/** Conditions as text: as parts of a sentence, which `parsing.ts` reads back. */
import type { Condition, Kind, RangeCondition, Term, Vocabulary } from "./condition.ts";
import { inUnit, measureName, unitOf } from "./measures.ts";

type Names = Pick<Vocabulary, "classes" | "splits">;

/** The labels of the menu that adds a condition. */
export const KIND_LABELS: Record<Kind, string> = {
  wrong: "Misclassified",
  right: "Correct",
  right_then_wrong: "Correct at one epoch, misclassified at another",
  never_learned: "Never learned",
  learned: "Learned by an epoch",
  forgotten: "Forgotten at least n times",
  label: "True class and prediction",
  split: "In a split",
  range: "Measure in a range",
};

export const OTHER = "anything else";

/** "misclassified and not in the test split" */
export function queryText(terms: readonly Term[], names: Names): string {
  return terms.map((term) => termText(term, names)).join(" and ");
}

export function termText({ condition, not }: Term, names: Names): string {
  return `${not ? "not " : ""}${conditionText(condition, names)}`;
}

export function conditionText(condition: Condition, names: Names): string {
  switch (condition.kind) {
    case "wrong":
      return "misclassified";
    case "right":
      return "correct";
    case "right_then_wrong":
      return `correct at epoch ${condition.right}, misclassified at epoch ${condition.wrong}`;
    case "never_learned":
      return "never learned";
    case "learned":
      return `learned by epoch ${condition.by}`;
    case "forgotten":
      return `forgotten at least ${condition.times === 1 ? "once" : `${condition.times} times`}`;
    case "label":
      return labelText(condition, names);
    case "split":
      return `in the ${names.splits[condition.split] ?? condition.split} split`;
    case "range":
      return rangeText(condition);
  }
}

function labelText({ label, predicted }: Extract<Condition, { kind: "label" }>, { classes }: Names): string {
  const name = (number: number) => classes[number] ?? String(number);
  if (predicted === "any") return `label ${name(label)}`;
  return `${name(label)} predicted as ${predicted === "other" ? OTHER : name(predicted)}`;
}

/** "confidence 20% to 50%", "loss 0.5 to 2 nats", "margin 0 or less", "first learned at epoch 2 or later" */
function rangeText({ measure, least, most }: RangeCondition): string {
  const unit = unitOf(measure);
  const withUnit = (value: number) =>
    unit === "%"
      ? `${inUnit(measure, value)}%`
      : `${inUnit(measure, value)} ${unit === "nats" && value === 1 ? "nat" : unit}`.trimEnd();
  const name = measureName(measure);
  const [below, above] = measure === "first_learned" ? ["earlier", "later"] : ["less", "more"];
  if (least === null) return `${name} ${withUnit(most ?? Infinity)} or ${below}`;
  if (most === null) return `${name} ${withUnit(least)} or ${above}`;
  return `${name} ${unit === "%" ? withUnit(least) : inUnit(measure, least)} to ${withUnit(most)}`;
}
