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
export type KnownMeasure = (typeof SAMPLE_MEASURES)[number];

/** Columns of the run's own, by their names. */
export type NumberColumn = `number:${string}`;
export type ClassColumn = `class:${string}`;
export type SampleMeasure = KnownMeasure | NumberColumn;

/** The measure of that name; null where there is none. */
export function measureOf(name: string | null): SampleMeasure | null {
  if (name !== null && isNumberColumn(name)) return name;
  return SAMPLE_MEASURES.find((one) => one === name) ?? null;
}

/** Those that any run may have; "none" is for samples without labels. */
export const COLORINGS = ["class", "none", "predicted", "correct", ...SAMPLE_MEASURES] as const;
export type KnownColoring = (typeof COLORINGS)[number];
export type Coloring = KnownColoring | NumberColumn | ClassColumn;

/** The coloring of that name; null where there is none. */
export function coloringOf(name: string | null): Coloring | null {
  if (name !== null && isColumn(name)) return name;
  return COLORINGS.find((one) => one === name) ?? null;
}

export function isNumberColumn(name: string): name is NumberColumn {
  return name.startsWith("number:");
}

export function isClassColumn(name: string): name is ClassColumn {
  return name.startsWith("class:");
}

export function isColumn(name: string): name is NumberColumn | ClassColumn {
  return isNumberColumn(name) || isClassColumn(name);
}

/** The name that the run gives a column. */
export function columnName(column: NumberColumn | ClassColumn): string {
  return column.slice(column.indexOf(":") + 1);
}
