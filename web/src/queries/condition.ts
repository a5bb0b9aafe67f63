/** The conditions of a query, as plain data. */
import { isNumberColumn } from "../numbers/measures.ts";
import type { SampleMeasure } from "../numbers/measures.ts";
import type { Unit } from "../ui/format.ts";
import { defaultBounds } from "./measures.ts";

export type Condition =
  | { readonly kind: "wrong" }
  | { readonly kind: "right" }
  /** Names its own epochs, so the epoch shown does not matter; the others count up to the epoch shown. */
  | { readonly kind: "right_then_wrong"; readonly right: number; readonly wrong: number }
  | { readonly kind: "never_learned" }
  | { readonly kind: "learned"; readonly by: number }
  | { readonly kind: "forgotten"; readonly times: number }
  | { readonly kind: "label"; readonly label: number; readonly predicted: PredictedAs }
  | { readonly kind: "predicted"; readonly predicted: number }
  | { readonly kind: "sample"; readonly samples: readonly number[] }
  | { readonly kind: "split"; readonly split: number }
  /** A class of a column of the run's own. */
  | { readonly kind: "column"; readonly column: string; readonly value: number }
  /** Words in the sample's text, whatever their case. */
  | { readonly kind: "text"; readonly words: string }
  | RangeCondition
  | ExtremeCondition;

/** Both bounds are inclusive; null is unbounded. */
export interface RangeCondition {
  readonly kind: "range";
  readonly measure: SampleMeasure;
  readonly least: number | null;
  readonly most: number | null;
}

/** The samples with the highest or lowest values at the epoch shown: at most this share of all samples of the run. */
export interface ExtremeCondition {
  readonly kind: "extreme";
  readonly measure: RankedMeasure;
  readonly end: End;
  readonly share: number;
}

export type End = "high" | "low";

/** What samples can be ranked by; suspicion is the evidence that a label is wrong. */
export type RankedMeasure = SampleMeasure | "suspicion";

export type Kind = Condition["kind"];

const KINDS: readonly Kind[] = [
  "wrong",
  "right",
  "right_then_wrong",
  "never_learned",
  "learned",
  "forgotten",
  "label",
  "predicted",
  "split",
  "column",
  "text",
  "range",
  "extreme",
  "sample",
];

/** The number of a class; any class but the label; or any class. */
export type PredictedAs = number | "other" | "any";

/** One part of a query; all of them must hold. */
export interface Term {
  readonly condition: Condition;
  readonly not: boolean;
}

/** What one can type: one condition, or several that must all hold. */
export type Question = readonly Term[];

/** A column of classes. */
export interface ClassColumn {
  readonly name: string;
  readonly classes: readonly string[];
}

/** What conditions can refer to: what the run has, and the epoch shown. */
export interface Vocabulary {
  /** What the numbers of epochs count. */
  readonly unit: Unit;
  readonly epoch: number;
  readonly epochs: readonly number[];
  readonly classes: readonly string[];
  /** Empty for samples whose split is not known. */
  readonly splits: readonly string[];
  /** Whether samples have labels, and predictions. */
  readonly labeled: boolean;
  readonly predicted: boolean;
  /** Those available in the run for the layer on screen. */
  readonly measures: readonly SampleMeasure[];
  /** The columns of classes of the run's own. */
  readonly columns: readonly ClassColumn[];
  /** Whether samples have texts. */
  readonly texts: boolean;
  /** The number of samples of the run. */
  readonly samples: number;
  /** Whether the run has evidence of wrong labels. */
  readonly suspects: boolean;
}

/** Unusual is what few samples are. */
const FEW = 0.05;
/** Wrong labels are rarer, and each has to be looked at. */
const VERY_FEW = 0.01;
export const MOST_SHARE = 0.5;

/** Return the measure that a condition needs; null if the predicted classes are enough. */
export function requiredMeasure(condition: Condition): RankedMeasure | null {
  switch (condition.kind) {
    case "range":
    case "extreme":
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
  const { epochs, classes, splits, samples } = vocabulary;
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
    case "predicted":
      return condition.predicted < classes.length;
    case "split":
      return (splits[condition.split] ?? "") !== "";
    case "column":
      return condition.value < (columnIn(vocabulary, condition.column)?.classes.length ?? 0);
    case "text":
      return condition.words.trim() !== "";
    case "range":
      return isKnown(condition.measure, vocabulary);
    case "extreme":
      return condition.share > 0 && condition.share <= MOST_SHARE && isKnown(condition.measure, vocabulary);
    case "sample":
      return condition.samples.length > 0 && condition.samples.every((sample) => sample < samples);
    default:
      return true;
  }
}

export function columnIn({ columns }: Pick<Vocabulary, "columns">, name: string): ClassColumn | undefined {
  return columns.find((column) => column.name === name);
}

/** Whether a run may have a measure at another layer or setting; a column it has at all of them or at none. */
function isKnown(measure: RankedMeasure, { measures }: Vocabulary): boolean {
  return measure === "suspicion" || !isNumberColumn(measure) || measures.includes(measure);
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
    return canCompare(condition, vocabulary) && (measure === null || hasMeasure(measure, vocabulary));
  });
}

/** Whether the run can rank its samples by a measure, for the layer on screen. */
export function hasMeasure(measure: RankedMeasure, { measures, suspects }: Vocabulary): boolean {
  return measure === "suspicion" ? suspects : measures.includes(measure);
}

/** Whether the run has the labels and predictions that a condition compares. */
function canCompare(
  condition: Condition,
  { labeled, predicted, suspects, columns, splits, texts }: Vocabulary,
): boolean {
  switch (condition.kind) {
    case "split":
      return splits.some((name) => name !== "");
    case "column":
      return columns.length > 0;
    case "text":
      return texts;
    case "predicted":
      return predicted;
    case "extreme":
      return condition.measure !== "suspicion" || suspects;
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
    case "predicted":
      return { kind, predicted: 0 };
    case "split":
      return {
        kind,
        split: Math.max(
          0,
          splits.findLastIndex((name) => name !== ""),
        ),
      };
    case "column":
      return { kind, column: vocabulary.columns[0]?.name ?? "", value: 0 };
    case "text":
      return { kind, words: "" };
    case "range":
      return defaultRange(measures[0] ?? "confidence");
    case "extreme":
      return extreme(measures.find((one) => one === "loss") ?? measures[0] ?? "loss", "high");
    case "sample":
      return { kind, samples: [0] };
    default:
      return { kind };
  }
}

export function defaultRange(measure: SampleMeasure): RangeCondition {
  const [least, most] = defaultBounds(measure);
  return { kind: "range", measure, least, most };
}

export function extreme(
  measure: RankedMeasure,
  end: End,
  share = measure === "suspicion" ? VERY_FEW : FEW,
): ExtremeCondition {
  return { kind: "extreme", measure, end, share };
}

/** Return the condition that certain samples meet, each once and in order. */
export function ofSamples(samples: readonly number[]): Condition {
  return { kind: "sample", samples: [...new Set(samples)].sort((one, other) => one - other) };
}

/** Return the previous epoch and the one shown; at the first epoch, that one and the next. */
function lastStep({ epoch, epochs }: Vocabulary): { right: number; wrong: number } {
  const index = Math.max(1, epochs.indexOf(epoch));
  return { right: epochs[index - 1] ?? epoch, wrong: epochs[index] ?? epoch };
}
