/** The scale that each measure is colored on: one for the whole run, so that a color means the same at every epoch. */
import { isNumberColumn } from "./measures.ts";
import type { SampleMeasure } from "./measures.ts";
import { samplesIn } from "./measureTable.ts";
import type { MeasureTable } from "./measureTable.ts";
import { quantilesOf } from "./quantiles.ts";

/** The ends of a scale, in the values' own unit; beyond an open end the last color goes on. */
export interface Scale {
  readonly least: number;
  readonly most: number;
  readonly opens: "nowhere" | "below" | "above" | "both";
}

/** The end of a scale where the samples are that need attention. */
export type Emphasis = "high" | "low";

const UNUSUAL_IF_LOW: ReadonlySet<SampleMeasure> = new Set([
  "confidence",
  "label_confidence",
  "correctness",
  "trustworthiness",
  "margin",
  "area_under_margin",
]);

const SHARES: Scale = { least: 0, most: 1, opens: "nowhere" };
const GUESSED_TRUST = 0.5;
/** No probabilities deviate more from their mean: half of them are 0 and half are 1. */
export const MOST_VARIABILITY = 0.5;
/** What few samples reach would leave the others no room on the scale. */
const FEW = 0.02;

export function emphasisOf(measure: SampleMeasure): Emphasis {
  return UNUSUAL_IF_LOW.has(measure) ? "low" : "high";
}

/** Return the scale of a measure, for a run with that many classes. */
export function scaleOf(measure: SampleMeasure, table: MeasureTable, classes: number): Scale {
  if (isNumberColumn(measure)) return overAll(table);
  switch (measure) {
    case "confidence":
    case "label_confidence":
    case "correctness":
      return SHARES;
    case "variability":
      return { least: 0, most: MOST_VARIABILITY, opens: "nowhere" };
    case "trustworthiness":
      return { least: GUESSED_TRUST, most: 1, opens: "below" };
    // Twice the loss of a guess among all classes, in nats.
    case "loss":
      return { least: 0, most: 2 * Math.log(Math.max(2, classes)), opens: "above" };
    case "margin":
    case "area_under_margin":
      return aroundZero(table);
    case "forgotten":
      return { least: 0, most: Math.max(1, mostOf(table)), opens: "nowhere" };
    case "first_learned":
      return overEpochs(table);
    case "layer_motion":
      return upToFew(table);
  }
}

/** As far to both sides as all but a few values lie on the wider one. */
function aroundZero({ values, steps }: MeasureTable): Scale {
  const numbers = values instanceof Float32Array ? values : new Float32Array(values);
  const ends = quantilesOf(numbers, [FEW, 1 - FEW]).map((end) => Math.abs(end) / steps);
  const most = Math.max(...ends) || 1;
  return { least: -most, most, opens: "both" };
}

function mostOf({ values, steps }: MeasureTable): number {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most / steps;
}

function overEpochs({ epochs }: MeasureTable): Scale {
  const [first = 0, last = 0] = [epochs?.[0], epochs?.at(-1)];
  return { least: first, most: Math.max(first + 1, last), opens: "nowhere" };
}

/** Of what only grows: what all but a few samples have come to at the last epoch. */
function upToFew(table: MeasureTable): Scale {
  const { values, steps } = table;
  const last = new Float32Array(values.subarray(values.length - samplesIn(table)));
  const [most = NaN] = quantilesOf(last, [1 - FEW]);
  return { least: 0, most: most / steps || 1, opens: "above" };
}

/** Over all values that are finite; an end is where a few begin that lie farther out than all the others extend. */
function overAll({ values, steps }: MeasureTable): Scale {
  const numbers = values instanceof Float32Array ? values : new Float32Array(values);
  const ends = quantilesOf(numbers, [0, FEW, 1 - FEW, 1]).map((end) => (Number.isNaN(end) ? 0 : end / steps));
  const [smallest = 0, low = 0, high = 0, largest = 0] = ends;
  const [cutsBelow, cutsAbove] = [high > low && low - smallest > high - low, high > low && largest - high > high - low];
  const [least, most] = [cutsBelow ? low : smallest, cutsAbove ? high : largest];
  const opens = cutsBelow ? (cutsAbove ? "both" : "below") : cutsAbove ? "above" : "nowhere";
  return { least, most: most > least ? most : least + Math.max(1, Math.abs(least)), opens };
}
