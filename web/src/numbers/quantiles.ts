/** What a share of many numbers lies below, without sorting them all: by the upper halves of their bits, and then within one half. */

const HALVES = 65536;
const SIGN = 0x80000000,
  EXPONENT = 0x7f800000;

/** Return the quantile at each share, between two numbers as much as it falls between them; NaN where there is no number. */
export function quantilesOf(values: Float32Array, shares: readonly number[]): number[] {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const counts = countsOf(bits);
  const total = values.length - (counts[HALVES] ?? 0);
  if (total === 0) return shares.map(() => NaN);
  const places = shares.map((share) => share * (total - 1));
  const ranked = numbersAt(
    places.flatMap((place) => [Math.floor(place), Math.ceil(place)]),
    values,
    bits,
    counts,
  );
  return places.map((place, i) => {
    const [below, above] = [ranked[2 * i] ?? NaN, ranked[2 * i + 1] ?? NaN];
    return below + (place % 1) * (above - below);
  });
}

/** Return the upper half of a number's bits, changed so that it has the order of the numbers; HALVES if it is not finite. */
function halfOf(bits: number): number {
  if ((bits & EXPONENT) === EXPONENT) return HALVES;
  return (bits ^ ((bits >> 31) | SIGN)) >>> 16;
}

function countsOf(bits: Uint32Array): Uint32Array {
  const counts = new Uint32Array(HALVES + 1);
  for (const one of bits) {
    const half = halfOf(one);
    counts[half] = (counts[half] ?? 0) + 1;
  }
  return counts;
}

/** Return the number of each rank, 0 for the smallest: those that share a half with one of them are sorted. */
function numbersAt(
  ranks: readonly number[],
  values: Float32Array,
  bits: Uint32Array,
  counts: Uint32Array,
): (number | undefined)[] {
  const places = ranks.map((rank) => placeOf(rank, counts));
  const alike = new Map(places.map(({ half }) => [half, [] as number[]]));
  const wanted = new Uint8Array(HALVES + 1);
  for (const half of alike.keys()) wanted[half] = 1;
  for (let i = 0; i < bits.length; i++) {
    const half = halfOf(bits[i] ?? 0);
    if (wanted[half] === 1) alike.get(half)?.push(values[i] ?? 0);
  }
  const sorted = new Map([...alike].map(([half, numbers]) => [half, Float32Array.from(numbers).sort()]));
  return places.map(({ half, rank }) => sorted.get(half)?.[rank]);
}

/** Return in which half the number of a rank is, and its rank among those. */
function placeOf(rank: number, counts: Uint32Array): { half: number; rank: number } {
  let half = 0,
    before = 0;
  while (before + (counts[half] ?? 0) <= rank) before += counts[half++] ?? 0;
  return { half, rank: rank - before };
}
