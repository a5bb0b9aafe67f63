/** Conditions as text: as parts of a sentence, which `parsing.ts` reads back. */
import type { SampleMeasure } from "../numbers/measures.ts";
import { columnIn } from "./condition.ts";
import type {
  Condition,
  End,
  ExtremeCondition,
  Kind,
  RangeCondition,
  RankedMeasure,
  Term,
  Vocabulary,
} from "./condition.ts";
import { inUnit } from "../ui/format.ts";
import { inUnitOf, measureName, percentOf, unitOf } from "./measures.ts";

type Names = Pick<Vocabulary, "classes" | "columns" | "splits" | "unit">;

/** The labels of the menu that adds a condition. */
export const KIND_LABELS: Record<Kind, string> = {
  wrong: "Misclassified",
  right: "Correct",
  right_then_wrong: "Correct at one epoch, misclassified at another",
  never_learned: "Never learned",
  learned: "Learned by an epoch",
  forgotten: "Forgotten at least n times",
  label: "True class and prediction",
  predicted: "Predicted class",
  split: "In a split",
  column: "Class in a column",
  text: "Words in the text",
  range: "Measure in a range",
  extreme: "Highest or lowest of a measure",
  sample: "Sample by number",
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
      return inUnit(`correct at epoch ${condition.right}, misclassified at epoch ${condition.wrong}`, names.unit);
    case "never_learned":
      return "never learned";
    case "learned":
      return inUnit(`learned by epoch ${condition.by}`, names.unit);
    case "forgotten":
      return `forgotten at least ${condition.times === 1 ? "once" : `${condition.times} times`}`;
    case "label":
      return labelText(condition, names);
    case "predicted":
      return `predicted as ${names.classes[condition.predicted] ?? condition.predicted}`;
    case "sample":
      return `${condition.samples.length === 1 ? "sample" : "samples"} ${condition.samples.join(", ")}`;
    case "extreme":
      return `${extremeName(condition.measure, condition.end)} (${shareText(condition)})`;
    case "split":
      return `in the ${names.splits[condition.split] ?? condition.split} split`;
    case "column":
      return `${condition.column} is ${columnIn(names, condition.column)?.classes[condition.value] ?? condition.value}`;
    case "text":
      return `text contains “${condition.words}”`;
    case "range":
      return condition.measure === "first_learned" ? inUnit(rangeText(condition), names.unit) : rangeText(condition);
  }
}

function labelText({ label, predicted }: Extract<Condition, { kind: "label" }>, { classes }: Names): string {
  const name = (number: number) => classes[number] ?? String(number);
  if (predicted === "any") return `true class ${name(label)}`;
  return `${name(label)} predicted as ${predicted === "other" ? OTHER : name(predicted)}`;
}

/** "high loss", "many forgetting events", "first learned late", "suspicious labels" */
export function extremeName(measure: RankedMeasure, end: End): string {
  const isHigh = end === "high";
  switch (measure) {
    case "suspicion":
      return isHigh ? "suspicious labels" : "trusted labels";
    case "first_learned":
      return `first learned ${isHigh ? "late" : "early"}`;
    case "forgotten":
      return `${isHigh ? "many" : "few"} ${measureName(measure)}`;
    default:
      return `${isHigh ? "high" : "low"} ${measureName(measure)}`;
  }
}

/** "loss ≥ 2.31 nats (top 5%)"; "high loss (top 5%)" if there is no bound, or it means nothing to a reader. */
export function boundText(condition: ExtremeCondition, bound: number | null): string {
  const { measure, end } = condition;
  const [digits, share] = [3, shareText(condition)];
  if (bound === null || measure === "suspicion") return `${extremeName(measure, end)} (${share})`;
  const value = Number(bound.toPrecision(digits));
  return `${measureName(measure)} ${end === "high" ? "≥" : "≤"} ${withUnit(measure, value)} (${share})`;
}

/** "top 5%" */
function shareText({ end, share }: ExtremeCondition): string {
  return `${end === "high" ? "top" : "bottom"} ${percentOf(share)}%`;
}

/** "confidence 20% to 50%", "loss 0.5 to 2 nats", "margin 0 or less", "first learned at epoch 2 or later" */
function rangeText({ measure, least, most }: RangeCondition): string {
  const unit = unitOf(measure);
  const name = measureName(measure);
  const [below, above] = measure === "first_learned" ? ["earlier", "later"] : ["less", "more"];
  if (least === null) return `${name} ${withUnit(measure, most ?? Infinity)} or ${below}`;
  if (most === null) return `${name} ${withUnit(measure, least)} or ${above}`;
  return `${name} ${unit === "%" ? withUnit(measure, least) : inUnitOf(measure, least)} to ${withUnit(measure, most)}`;
}

function withUnit(measure: SampleMeasure, value: number): string {
  const unit = unitOf(measure);
  if (unit === "%") return `${inUnitOf(measure, value)}%`;
  return `${inUnitOf(measure, value)} ${unit === "nats" && value === 1 ? "nat" : unit}`.trimEnd();
}
