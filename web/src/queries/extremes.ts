/** Where the highest or lowest values begin. */
import type { Measures } from "../numbers/measureTable.ts";
import type { ExtremeCondition } from "./condition.ts";

/**
 * Return the value from which a sample counts as high or low: at most `share` of all samples reach it, unless more of them
 * share the very highest or lowest value. Null if all values are equal, or if there are none. NaN never counts.
 */
export function boundOf({ end, share }: Pick<ExtremeCondition, "end" | "share">, values: Measures): number | null {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  if (end === "low") sorted.reverse();
  const [last, first] = [sorted.at(-1), sorted[0]];
  if (last === undefined || first === last) return null;
  const few = Math.max(1, Math.floor(share * sorted.length));
  const outside = sorted[sorted.length - few - 1];
  return sorted.subarray(sorted.length - few).find((value) => value !== outside) ?? last;
}
