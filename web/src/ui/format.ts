/** Numbers as people read them. */

const COUNT = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const SHORTEST = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 0 });

const STEP = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 4 });
const LONG_EPOCH = 100_000;

/** "7"; a step of the training is shorter than all of its digits: "1.5M" */
export function shortEpoch(epoch: number): string {
  return epoch < LONG_EPOCH ? String(epoch) : STEP.format(epoch);
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

const DIGITS = 4;
/** Single precision has every whole number up to here. */
const LAST_EXACT = 2 ** 24;
const PLAIN = new Intl.NumberFormat("en", { maximumSignificantDigits: DIGITS });
const SCIENTIFIC = new Intl.NumberFormat("en", { notation: "scientific", maximumSignificantDigits: DIGITS });
const TINY = 1e-4;

/** A number of unknown size: "12", "0.3142", "−1,500", "3.2E9"; whole ones with all of their digits. */
export function plainNumber(value: number): string {
  const size = Math.abs(value);
  const isExact = Number.isInteger(value) && size <= LAST_EXACT;
  const isUsual = size === Infinity || (size >= TINY && size <= LAST_EXACT);
  const format = isExact ? COUNT : isUsual ? PLAIN : SCIENTIFIC;
  return format.format(value).replace("-", "−");
}

/** "94.1%"; a share that is small but not nothing does not read as nothing: "< 0.1%" */
export function percent(share: number, digits = 1): string {
  const least = 10 ** -digits;
  return share > 0 && share * 100 < least / 2 ? `< ${least}%` : `${(share * 100).toFixed(digits)}%`;
}
