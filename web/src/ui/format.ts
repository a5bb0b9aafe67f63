/** Numbers as people read them. */

const COUNT = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const SHORTEST = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 0 });

const STEP = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 4 });
const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0, useGrouping: "min2" });
const LONG_EPOCH = 100_000;

/** "7"; a step of the training is shorter than all of its digits: "1.5M" */
export function shortEpoch(epoch: number): string {
  return epoch < LONG_EPOCH ? String(epoch) : STEP.format(epoch);
}

/** What the numbers of a run's epochs count. */
export type Unit = "epoch" | "step";

/** Return a text about epochs as one about steps, where a run counts those: "at step 7". */
export function inUnit(text: string, unit: Unit): string {
  if (unit === "epoch") return text;
  const stepped = text.replaceAll(/\b([Aa])n (?=[Ee]poch\b)/g, "$1 ");
  return stepped.replaceAll(/\bepoch(?=s?\b)/g, "step").replaceAll(/\bEpoch(?=s?\b)/g, "Step");
}

export function count(value: number): string {
  return COUNT.format(value);
}

/** "23.5M" */
export function shortCount(value: number): string {
  return SHORT.format(value);
}

/** "24M" */
export function shortestCount(value: number): string {
  return SHORTEST.format(value);
}

/** Single precision has every whole number up to here. */
const LAST_EXACT = 2 ** 24;
const TINY = 1e-4;

/**
 * A number of unknown size: "12", "0.3142", "2018", "−15,000", "3.2E9"; whole ones with all of their digits. Below 10,000
 * they have no comma, as what looks like a year may be one.
 */
export function plainNumber(value: number, digits = 4): string {
  const size = Math.abs(value);
  const isExact = Number.isInteger(value) && size <= LAST_EXACT;
  const isUsual = size === Infinity || (size >= TINY && size <= LAST_EXACT);
  const notation = isUsual ? "standard" : "scientific";
  const text = isExact
    ? WHOLE.format(value)
    : new Intl.NumberFormat("en", { notation, maximumSignificantDigits: digits, useGrouping: "min2" }).format(value);
  return text.replace("-", "−");
}

/** "94.1%"; a share that is small but not nothing does not read as nothing: "< 0.1%" */
export function percent(share: number, digits = 1): string {
  const least = 10 ** -digits;
  return share > 0 && share * 100 < least / 2 ? `< ${least}%` : `${(share * 100).toFixed(digits)}%`;
}
