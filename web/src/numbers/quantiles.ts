/** What a share of many numbers lies below, without sorting them all: by the upper halves of their bits, and then within one half. */

const HALVES = 65536;
const SIGN = 0x80000000,
  EXPONENT = 0x7f800000;

/** Return the quantile at each share, between two numbers as much as it falls between them; NaN where there is no number. */
export function quantilesOf(values: Float32Array, shares: readonly number[]): number[] {
  const halves = upperHalves(values);
  const counts = countsOf(halves);
  const total = values.length - (counts[HALVES] ?? 0);
  return shares.map((share) => {
    if (total === 0) return NaN;
    const place = share * (total - 1);
    const [below, above] = [Math.floor(place), Math.ceil(place)].map((rank) => ranked(values, halves, counts, rank));
    return (below ?? 0) + (place % 1) * ((above ?? 0) - (below ?? 0));
  });
}

/** Return the upper half of each number's bits, changed so that they have the order of the numbers; HALVES where it is not finite. */
function upperHalves(values: Float32Array): Uint32Array {
  const halves = new Uint32Array(values.slice().buffer);
  for (let i = 0; i < halves.length; i++) {
    const bits = halves[i] ?? 0;
    const ordered = (bits & SIGN) === 0 ? bits | SIGN : ~bits;
    halves[i] = (bits & EXPONENT) === EXPONENT ? HALVES : ordered >>> 16;
  }
  return halves;
}

function countsOf(halves: Uint32Array): Uint32Array {
  const counts = new Uint32Array(HALVES + 1);
  for (const half of halves) counts[half] = (counts[half] ?? 0) + 1;
  return counts;
}

/** Return the number of this rank, 0 for the smallest. */
function ranked(values: Float32Array, halves: Uint32Array, counts: Uint32Array, rank: number): number {
  let half = 0,
    before = 0;
  while (before + (counts[half] ?? 0) <= rank) before += counts[half++] ?? 0;
  const alike = new Float32Array(counts[half] ?? 0);
  for (let i = 0, found = 0; found < alike.length; i++) if (halves[i] === half) alike[found++] = values[i] ?? 0;
  return alike.sort()[rank - before] ?? NaN;
}
