/** The conditions of a query, as plain data. */
import type { SampleMeasure } from "../numbers/measures.ts";
import { DEFAULT_RANGES } from "./measures.ts";

export type Condition =
  | { readonly kind: "wrong" }
  | { readonly kind: "right" }
  /** Names its own epochs, so the epoch shown does not matter; the others count up to the epoch shown. */
  | { readonly kind: "right_then_wrong"; readonly right: number; readonly wrong: number }
  | { readonly kind: "never_learned" }
  | { readonly kind: "learned"; readonly by: number }
  | { readonly kind: "forgotten"; readonly times: number }
  | { readonly kind: "label"; readonly label: number; readonly predicted: PredictedAs }
  | { readonly kind: "split"; readonly split: number }
  | RangeCondition;

/** Both bounds are inclusive; null is unbounded. */
export interface RangeCondition {
  readonly kind: "range";
  readonly measure: SampleMeasure;
  readonly least: number | null;
  readonly most: number | null;
}

export type Kind = Condition["kind"];

const KINDS: readonly Kind[] = [
  "wrong",
  "right",
  "right_then_wrong",
  "never_learned",
  "learned",
  "forgotten",
  "label",
  "split",
  "range",
];

/** The number of a class; any class but the label; or any class. */
export type PredictedAs = number | "other" | "any";

/** One part of a query; all of them must hold. */
export interface Term {
  readonly condition: Condition;
  readonly not: boolean;
}

/** What conditions can refer to: what the run has, and the epoch shown. */
export interface Vocabulary {
  readonly epoch: number;
  readonly epochs: readonly number[];
  readonly classes: readonly string[];
  readonly splits: readonly string[];
  /** Whether samples have labels, and predictions. */
  readonly labeled: boolean;
  readonly predicted: boolean;
  /** Those available in the run for the layer on screen. */
  readonly measures: readonly SampleMeasure[];
}

/** Return the measure that a condition needs; null if the predicted classes are enough. */
export function requiredMeasure(condition: Condition): SampleMeasure | null {
  switch (condition.kind) {
    case "range":
      return condition.measure;
    case "forgotten":
      return "forgotten";
    case "never_learned":
    case "learned":
      return "first_learned";
    default:
      return null;
  }
}

/** Whether a condition has anything to edit. */
export function hasFields({ kind }: Condition): boolean {
  return kind !== "wrong" && kind !== "right" && kind !== "never_learned";
}

/** Whether the run has the epochs, classes and splits that a condition names. */
export function isValid(condition: Condition, vocabulary: Vocabulary): boolean {
  const { epochs, classes, splits } = vocabulary;
  if (!canCompare(condition, vocabulary)) return false;
  switch (condition.kind) {
    case "right_then_wrong":
      return epochs.includes(condition.right) && epochs.includes(condition.wrong);
    case "learned":
      return epochs.includes(condition.by);
    case "forgotten":
      return condition.times > 0;
    case "label":
      return (
        condition.label < classes.length &&
        (typeof condition.predicted === "string" || condition.predicted < classes.length)
      );
    case "split":
      return condition.split < splits.length;
    default:
      return true;
  }
}

/** Return a range with its bounds in order; null if both are missing. */
export function rangeOf(measure: SampleMeasure, from: number | null, to: number | null): RangeCondition | null {
  if (from === null && to === null) return null;
  const [least, most] = from !== null && to !== null && from > to ? [to, from] : [from, to];
  return { kind: "range", measure, least, most };
}

/** Return the kinds that the run can evaluate, the simplest first. */
export function kindsIn(vocabulary: Vocabulary): Kind[] {
  return KINDS.filter((kind) => {
    const condition = defaultCondition(kind, vocabulary);
    const measure = requiredMeasure(condition);
    if (!canCompare(condition, vocabulary)) return false;
    return measure === null || vocabulary.measures.includes(measure);
  });
}

/** Whether the run has the labels and predictions that a condition compares. */
function canCompare(condition: Condition, { labeled, predicted }: Vocabulary): boolean {
  switch (condition.kind) {
    case "wrong":
    case "right":
    case "right_then_wrong":
      return labeled && predicted;
    case "label":
      return labeled && (predicted || condition.predicted === "any");
    default:
      return true;
  }
}

/** Return the condition that a kind begins with. */
export function defaultCondition(kind: Kind, vocabulary: Vocabulary): Condition {
  const { epoch, measures, splits } = vocabulary;
  switch (kind) {
    case "right_then_wrong":
      return { kind, ...lastStep(vocabulary) };
    case "learned":
      return { kind, by: epoch };
    case "forgotten":
      return { kind, times: 1 };
    case "label":
      return { kind, label: 0, predicted: vocabulary.predicted ? "other" : "any" };
    case "split":
      return { kind, split: Math.max(0, splits.length - 1) };
    case "range":
      return defaultRange(measures[0] ?? "confidence");
    default:
      return { kind };
  }
}

export function defaultRange(measure: SampleMeasure): RangeCondition {
  const [least, most] = DEFAULT_RANGES[measure];
  return { kind: "range", measure, least, most };
}

/** Return the previous epoch and the one shown; at the first epoch, that one and the next. */
function lastStep({ epoch, epochs }: Vocabulary): { right: number; wrong: number } {
  const index = Math.max(1, epochs.indexOf(epoch));
  return { right: epochs[index - 1] ?? epoch, wrong: epochs[index] ?? epoch };
}
