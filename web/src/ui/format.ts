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

/** "94.1%"; a share that is small but not nothing does not read as nothing: "< 0.1%" */
export function percent(share: number, digits = 1): string {
  const least = 10 ** -digits;
  return share > 0 && share * 100 < least / 2 ? `< ${least}%` : `${(share * 100).toFixed(digits)}%`;
}
