/** What queries call the measures of samples, the units they are spoken of in, and the range that is asked for first. */
import type { SampleMeasure } from "../numbers/measures.ts";
import { COLORING_WORDS } from "../numbers/names.ts";

type End = number | null;

/** Where trouble is. */
export const USUAL_RANGES: Record<SampleMeasure, readonly [least: End, most: End]> = {
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
const NUMBERS: ReadonlySet<SampleMeasure> = new Set([
  "margin",
  "forgotten",
  "first_learned",
  "area_under_margin",
  "layer_motion",
]);

/** "confidence in the label", "first learned at epoch" */
export function measureName(measure: SampleMeasure): string {
  const name = COLORING_WORDS[measure].name.toLowerCase();
  return measure === "first_learned" ? `${name} at epoch` : name;
}

/** Shares are spoken of in percent, losses in nats, others as they are. */
export function unitOf(measure: SampleMeasure): "%" | "nats" | "" {
  if (measure === "loss") return "nats";
  return NUMBERS.has(measure) ? "" : "%";
}

/** The number that stands for a value in its unit: 20 for a share of 0.2. */
export function spoken(measure: SampleMeasure, value: number): number {
  return short(unitOf(measure) === "%" ? value * PERCENT : value);
}

/** The value that such a number stands for. */
export function meant(measure: SampleMeasure, number: number): number {
  return short(unitOf(measure) === "%" ? number / PERCENT : number);
}

/** Without what arithmetic leaves behind: 7, not 7.000000000000001. */
function short(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
