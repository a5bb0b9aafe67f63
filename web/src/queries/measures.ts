/** How queries name the measures of samples, the units they use, and the range that a new condition begins with. */
import { isNumberColumn, SAMPLE_MEASURES } from "../numbers/measures.ts";
import type { KnownMeasure, SampleMeasure } from "../numbers/measures.ts";
import { nameInside } from "../numbers/names.ts";

type Bounds = readonly [least: number | null, most: number | null];

/** The range where problems are. */
const DEFAULT_RANGES: Record<KnownMeasure, Bounds> = {
  confidence: [null, 0.5],
  loss: [1, null],
  margin: [null, 0],
  label_confidence: [null, 0.5],
  variability: [0.25, null],
  correctness: [null, 0.5],
  forgotten: [1, null],
  first_learned: [2, null],
  area_under_margin: [null, 0],
  layer_motion: [1, null],
  trustworthiness: [null, 0.8],
};

const PERCENT = 100,
  DIGITS = 6;
const UNITLESS: ReadonlySet<SampleMeasure> = new Set<KnownMeasure>([
  "margin",
  "forgotten",
  "first_learned",
  "area_under_margin",
  "layer_motion",
]);
/** Other names that are understood, some of them from earlier versions. */
const OTHER_NAMES: Partial<Record<KnownMeasure, readonly string[]>> = {
  loss: ["cross-entropy", "cross entropy"],
  label_confidence: ["label confidence", "confidence in label"],
  variability: ["variance"],
  forgotten: ["times forgotten", "forgetting", "forgotten times"],
  first_learned: [
    ...["first learned at step", "first learned at", "first learned"],
    ...["learned at epoch", "learned at step", "learned at", "learned"],
  ],
  area_under_margin: ["area under margin", "aum"],
  layer_motion: ["motion", "movement", "motion in the layer", "way in the layer"],
  trustworthiness: ["trust", "trust in the place"],
};

/** Return the range that a new condition begins with; of a column, nothing is known but that it has numbers. */
export function defaultBounds(measure: SampleMeasure): Bounds {
  return isNumberColumn(measure) ? [0, null] : DEFAULT_RANGES[measure];
}

/** "confidence in the label", "first learned at epoch" */
export function measureName(measure: SampleMeasure): string {
  const name = nameInside(measure);
  return measure === "first_learned" ? `${name} at epoch` : name;
}

/** Return the columns among the measures of a run, then those that every run may have. */
export function knownMeasures(available: readonly SampleMeasure[]): readonly SampleMeasure[] {
  return [...available.filter(isNumberColumn), ...SAMPLE_MEASURES];
}

/** Return every name that a typed query may use for a measure, the current one first. */
export function measureNames(measure: SampleMeasure): string[] {
  const others = isNumberColumn(measure) ? [] : (OTHER_NAMES[measure] ?? []);
  return [measureName(measure).toLowerCase(), ...others];
}

/** Whether the values are counts or epochs, so that "more than 2" is "3 or more". */
export function isWhole(measure: SampleMeasure): boolean {
  return measure === "forgotten" || measure === "first_learned";
}

/** Return a share in percent, without floating-point noise: 5 for 0.05. */
export function percentOf(share: number): number {
  return rounded(share * PERCENT);
}

/** Shares are in percent, losses in nats; the others have no unit. */
export function unitOf(measure: SampleMeasure): "%" | "nats" | "" {
  if (measure === "loss") return "nats";
  return isNumberColumn(measure) || UNITLESS.has(measure) ? "" : "%";
}

/** Convert a value to its unit: a share of 0.2 to 20. */
export function inUnitOf(measure: SampleMeasure, value: number): number {
  return rounded(unitOf(measure) === "%" ? value * PERCENT : value);
}

/** Convert a number in the measure's unit back to a value. */
export function fromUnit(measure: SampleMeasure, number: number): number {
  return rounded(unitOf(measure) === "%" ? number / PERCENT : number);
}

/** Drop floating-point noise: 7, not 7.000000000000001. */
function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
