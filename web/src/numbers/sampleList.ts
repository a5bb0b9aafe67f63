/** Lists of samples as the address has them: "17,2434" for a few, packed into steps after a "~" for many. */

/** How many samples are written one by one; people read and change such a list. */
const MOST_PLAIN = 50;

type Range = readonly [first: number, last: number];

export interface SampleList {
  /** Those that the run has. */
  readonly samples: readonly number[];
  /** How many others are listed, and the first of them. */
  readonly lacking: { readonly count: number; readonly first: number } | null;
}

/** Write samples, smallest first; none is "". */
export function formatSamples(sorted: ArrayLike<number>): string {
  const numbers = Array.from(sorted);
  return numbers.length <= MOST_PLAIN ? numbers.join(",") : `~${pack(numbers)}`;
}

/**
 * Read samples of a run with `total` of them; null where the text is malformed. Digits and commas alone are plain
 * numbers, in any order. Text of earlier pages is packed, without the "~".
 */
export function parseSamples(text: string, total: number): SampleList | null {
  const ranges = text === "" ? [] : (plainRanges(text) ?? packedRanges(text.replace(/^~/, "")));
  if (ranges === null) return null;
  const samples: number[] = [];
  for (const [first, last] of ranges)
    for (let sample = first; sample <= Math.min(last, total - 1); sample++) samples.push(sample);
  const beyond = ranges
    .filter(([, last]) => last >= total)
    .map(([first, last]) => [Math.max(first, total), last] as const);
  const count = beyond.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  return { samples, lacking: beyond[0] === undefined ? null : { count, first: beyond[0][0] } };
}

/** Steps in base 36, with consecutive numbers as one: "3.4~9.2" is 3, 4 more and then 8, the 9 after that, then 2 more and 20. */
function pack(sorted: readonly number[]): string {
  const parts: string[] = [];
  let last = -1,
    run = 0;
  const endRun = () => {
    if (run > 0) parts.push(`${parts.pop() ?? ""}~${run.toString(36)}`);
    run = 0;
  };
  for (const number of sorted) {
    if (parts.length > 0 && number === last + 1) run += 1;
    else {
      endRun();
      parts.push((number - last - 1).toString(36));
    }
    last = number;
  }
  endRun();
  return parts.join(".");
}

function plainRanges(text: string): readonly Range[] | null {
  if (!/^\s*\d+\s*(,\s*\d+\s*)*$/.test(text)) return null;
  return text.split(",").map((part) => [Number(part), Number(part)]);
}

function packedRanges(text: string): readonly Range[] | null {
  const ranges: Range[] = [];
  let last = -1;
  for (const part of text.split(".")) {
    const match = /^([0-9a-z]{1,8})(?:~([0-9a-z]{1,8}))?$/.exec(part);
    if (match === null) return null;
    const first = last + 1 + parseInt(match[1] ?? "", 36);
    last = first + (match[2] === undefined ? 0 : parseInt(match[2], 36));
    ranges.push([first, last]);
  }
  return ranges;
}
