/** What a query can ask of a sample, as plain data. */
import type { SampleMeasure } from "../numbers/measures.ts";
import { USUAL_RANGES } from "./measures.ts";

export type Condition =
  | { readonly kind: "wrong" }
  | { readonly kind: "right" }
  /** Names its epochs itself, so the epoch shown does not matter; the others count what happened up to that. */
  | { readonly kind: "right_then_wrong"; readonly right: number; readonly wrong: number }
  | { readonly kind: "never_learned" }
  | { readonly kind: "learned"; readonly by: number }
  | { readonly kind: "forgotten"; readonly times: number }
  | { readonly kind: "label"; readonly label: number; readonly taken: TakenFor }
  | { readonly kind: "split"; readonly split: number }
  | RangeCondition;

/** Both ends belong to the range; null is no limit. */
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

/** The number of a class; any other than the label; or whatever it is. */
export type TakenFor = number | "other" | "any";

/** One part of a query; all of them must hold. */
export interface Term {
  readonly condition: Condition;
  readonly not: boolean;
}

/** What conditions can speak of: what the run has, and where one is in it. */
export interface Vocabulary {
  readonly epoch: number;
  readonly epochs: readonly number[];
  readonly classes: readonly string[];
  readonly splits: readonly string[];
  /** Those that the run and the layer on screen have. */
  readonly measures: readonly SampleMeasure[];
}

/** The measure that it asks of; null where the predicted classes are enough. */
export function measureNeeded(condition: Condition): SampleMeasure | null {
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

/** Whether there is something about it that can be chosen. */
export function hasFields({ kind }: Condition): boolean {
  return kind !== "wrong" && kind !== "right" && kind !== "never_learned";
}

/** Whether the run has the epochs, classes and splits that it names. */
export function isKnown(condition: Condition, { epochs, classes, splits }: Vocabulary): boolean {
  switch (condition.kind) {
    case "right_then_wrong":
      return epochs.includes(condition.right) && epochs.includes(condition.wrong);
    case "learned":
      return epochs.includes(condition.by);
    case "forgotten":
      return condition.times > 0;
    case "label":
      return (
        condition.label < classes.length && (typeof condition.taken === "string" || condition.taken < classes.length)
      );
    case "split":
      return condition.split < splits.length;
    default:
      return true;
  }
}

/** Return a range with its ends in order; null where it has none. */
export function rangeOf(measure: SampleMeasure, from: number | null, to: number | null): RangeCondition | null {
  if (from === null && to === null) return null;
  const [least, most] = from !== null && to !== null && from > to ? [to, from] : [from, to];
  return { kind: "range", measure, least, most };
}

/** The kinds that the run can answer, the simplest first. */
export function kindsIn(vocabulary: Vocabulary): Kind[] {
  return KINDS.filter((kind) => {
    const measure = measureNeeded(usualCondition(kind, vocabulary));
    return measure === null || vocabulary.measures.includes(measure);
  });
}

/** Return what a condition of a kind begins as. */
export function usualCondition(kind: Kind, vocabulary: Vocabulary): Condition {
  const { epoch, measures, splits } = vocabulary;
  switch (kind) {
    case "right_then_wrong":
      return { kind, ...lastStep(vocabulary) };
    case "learned":
      return { kind, by: epoch };
    case "forgotten":
      return { kind, times: 1 };
    case "label":
      return { kind, label: 0, taken: "other" };
    case "split":
      return { kind, split: Math.max(0, splits.length - 1) };
    case "range":
      return usualRange(measures[0] ?? "confidence");
    default:
      return { kind };
  }
}

export function usualRange(measure: SampleMeasure): RangeCondition {
  const [least, most] = USUAL_RANGES[measure];
  return { kind: "range", measure, least, most };
}

/** The epoch before the one shown and that one; at the first, that one and the next. */
function lastStep({ epoch, epochs }: Vocabulary): { right: number; wrong: number } {
  const place = Math.max(1, epochs.indexOf(epoch));
  return { right: epochs[place - 1] ?? epoch, wrong: epochs[place] ?? epoch };
}
