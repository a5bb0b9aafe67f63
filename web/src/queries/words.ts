/** How conditions are said: as parts of a sentence, which `reading.ts` understands again. */
import type { Condition, Kind, RangeCondition, Term, Vocabulary } from "./condition.ts";
import { measureName, spoken, unitOf } from "./measures.ts";

type Names = Pick<Vocabulary, "classes" | "splits">;

/** What one chooses from to add a condition. */
export const KIND_NAMES: Record<Kind, string> = {
  wrong: "Wrong now",
  right: "Right now",
  right_then_wrong: "Right at one epoch, wrong at another",
  never_learned: "Never learned",
  learned: "Learned by an epoch",
  forgotten: "Forgotten, how often",
  label: "A label, and what it is taken for",
  split: "In a split",
  range: "A measure in a range",
};

export const OTHER = "anything else";

/** "wrong now and not in the test split" */
export function queryWords(terms: readonly Term[], names: Names): string {
  return terms.map((term) => termWords(term, names)).join(" and ");
}

export function termWords({ condition, not }: Term, names: Names): string {
  return `${not ? "not " : ""}${conditionWords(condition, names)}`;
}

export function conditionWords(condition: Condition, names: Names): string {
  switch (condition.kind) {
    case "wrong":
      return "wrong now";
    case "right":
      return "right now";
    case "right_then_wrong":
      return `right at epoch ${condition.right}, wrong at epoch ${condition.wrong}`;
    case "never_learned":
      return "never learned";
    case "learned":
      return `learned by epoch ${condition.by}`;
    case "forgotten":
      return condition.times === 1 ? "forgotten once or more" : `forgotten ${condition.times} times or more`;
    case "label":
      return labelWords(condition, names);
    case "split":
      return `in the ${names.splits[condition.split] ?? condition.split} split`;
    case "range":
      return rangeWords(condition);
  }
}

function labelWords({ label, taken }: Extract<Condition, { kind: "label" }>, { classes }: Names): string {
  const name = (number: number) => classes[number] ?? String(number);
  if (taken === "any") return `label ${name(label)}`;
  return `${name(label)} taken for ${taken === "other" ? OTHER : name(taken)}`;
}

/** "confidence 20 % to 50 %", "loss 0.5 to 2 nats", "margin 0 or less" */
function rangeWords({ measure, least, most }: RangeCondition): string {
  const unit = unitOf(measure);
  const alone = (value: number) =>
    `${spoken(measure, value)} ${unit === "nats" && value === 1 ? "nat" : unit}`.trimEnd();
  const name = measureName(measure);
  if (least === null) return `${name} ${alone(most ?? Infinity)} or less`;
  if (most === null) return `${name} ${alone(least)} or more`;
  return `${name} ${unit === "%" ? alone(least) : spoken(measure, least)} to ${alone(most)}`;
}
