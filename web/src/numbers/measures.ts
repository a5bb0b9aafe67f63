/** The numbers about every sample at an epoch, and what the samples can be colored by. */

export const SAMPLE_MEASURES = [
  "confidence",
  "loss",
  "margin",
  "label_confidence",
  "variability",
  "correctness",
  "forgotten",
  "first_learned",
  "area_under_margin",
  "layer_motion",
  "trustworthiness",
] as const;
export type SampleMeasure = (typeof SAMPLE_MEASURES)[number];

/** The measure of that name; null where there is none. */
export function measureOf(name: string | null): SampleMeasure | null {
  return SAMPLE_MEASURES.find((one) => one === name) ?? null;
}

export const COLORINGS = ["class", "predicted", "correct", ...SAMPLE_MEASURES] as const;
export type Coloring = (typeof COLORINGS)[number];
