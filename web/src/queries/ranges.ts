/** What phrases about a measure's range mean: "confidence 20 to 50%", "loss > 2", "margin is below 0". */
import type { SampleMeasure } from "../numbers/measures.ts";
import { rangeOf } from "./condition.ts";
import type { RangeCondition } from "./condition.ts";
import { fromUnit, isWhole, knownMeasures, measureNames, unitOf } from "./measures.ts";

type Given = "both" | "least" | "most" | "over" | "under" | "exactly";

const NUMBER = String.raw`(-?\d*\.?\d+) ?(%|nats?)?`;
const RANGES: readonly (readonly [form: RegExp, given: Given])[] = [
  [new RegExp(`^(?:from |between )?${NUMBER} (?:to|and|–|-) ${NUMBER}$`, "i"), "both"],
  [
    new RegExp(
      String.raw`^(?:at least |>= ?)${NUMBER}$|^${NUMBER}(?: or (?:more|later|higher|above|greater)| and (?:more|above|up)|\+)$`,
      "i",
    ),
    "least",
  ],
  [
    new RegExp(
      `^(?:at most |<= ?|up to )${NUMBER}$|^${NUMBER} (?:or|and) (?:less|earlier|lower|below|fewer|under)$`,
      "i",
    ),
    "most",
  ],
  [new RegExp(`^(?:above |over |after |(?:more|greater|higher|larger|later) than |> ?)${NUMBER}$`, "i"), "over"],
  [new RegExp(`^(?:below |under |before |(?:less|lower|smaller|fewer|earlier) than |< ?)${NUMBER}$`, "i"), "under"],
  [new RegExp(`^(?:exactly |equal to |= ?)?${NUMBER}$`, "i"), "exactly"],
];
const LINK = /^(?:is|are|was|of) |\b(?:epoch|step) /gi;

/** Return the ranges of measures that a phrase means. */
export function rangesIn(phrase: string, measures: readonly SampleMeasure[]): RangeCondition[] {
  const lower = phrase.toLowerCase();
  return knownMeasures(measures).flatMap((measure) => {
    const named = measureNames(measure).filter((name) => lower.startsWith(`${name} `));
    const ranges = named.map((name) => rangeIn(measure, phrase.slice(name.length + 1).replaceAll(LINK, "")));
    return ranges.filter((range) => range !== null).slice(0, 1);
  });
}

function rangeIn(measure: SampleMeasure, text: string): RangeCondition | null {
  for (const [form, given] of RANGES) {
    const parts: readonly (string | undefined)[] | null = form.exec(text);
    if (parts === null) continue;
    const values = valuesOf(
      measure,
      parts.slice(1).filter((part) => part !== undefined),
    );
    const [first = null, last = null] = [values?.[0], values?.at(-1)];
    return first === null ? null : rangeGiven(measure, given, first, last ?? first);
  }
  return null;
}

/** Bounds are inclusive; of whole numbers, those over 2 begin at 3. */
function rangeGiven(measure: SampleMeasure, given: Given, first: number, last: number): RangeCondition | null {
  const step = isWhole(measure) ? 1 : 0;
  switch (given) {
    case "both":
      return rangeOf(measure, first, last);
    case "least":
      return rangeOf(measure, first, null);
    case "most":
      return rangeOf(measure, null, first);
    case "over":
      return rangeOf(measure, first + step, null);
    case "under":
      return rangeOf(measure, null, first - step);
    case "exactly":
      // A number alone is exact only where values are whole.
      return isWhole(measure) ? rangeOf(measure, first, first) : null;
  }
}

/** Return the values of numbers and units; null if a unit is another measure's. Shares above 1 are percent, with or without the sign. */
function valuesOf(measure: SampleMeasure, parts: readonly string[]): number[] | null {
  const [numbers, units] = [
    parts.filter((part) => !isNaN(Number(part))).map(Number),
    parts.filter((part) => isNaN(Number(part))),
  ];
  if (units.some((unit) => unitOf(measure) === "" || !unitOf(measure).startsWith(unit.toLowerCase()))) return null;
  const asShares = units.length === 0 && unitOf(measure) === "%" && numbers.every((number) => number <= 1);
  return numbers.map((number) => (asShares ? number : fromUnit(measure, number)));
}
