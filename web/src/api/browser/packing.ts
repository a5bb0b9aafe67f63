/** What the process beside the server does with outputs of layers: maps as bytes, and probabilities. */

/** Maps of bytes: a value is low + byte / 255 × (high − low). */
export interface Packed {
  /** (maps, 2): the lowest and the highest value of each. */
  readonly range: Float32Array<ArrayBuffer>;
  /** (maps, height, width). */
  readonly map: Uint8Array<ArrayBuffer>;
  /** (maps): the mean of each. */
  readonly unit: Float32Array<ArrayBuffer>;
}

const LARGEST = 1e30;

/** Return values with 0 for NaN, and large numbers for infinity. */
export function finite(values: Float32Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(values, (value) => (Number.isNaN(value) ? 0 : Math.min(LARGEST, Math.max(-LARGEST, value))));
}

/** Return maps, one after the other and all of one size, as bytes. */
export function packMaps(values: Float32Array, maps: number): Packed {
  const size = values.length / maps;
  const packed: Packed = {
    range: new Float32Array(2 * maps),
    map: new Uint8Array(values.length),
    unit: new Float32Array(maps),
  };
  for (let at = 0; at < maps; at++) pack(values.subarray(at * size, (at + 1) * size), packed, at);
  return packed;
}

function pack(values: Float32Array, { range, map, unit }: Packed, at: number): void {
  const [low, high] = rangeOf(values);
  const scale = high > low ? 255 / (high - low) : 0;
  const first = at * values.length;
  let sum = 0;
  for (const [place, value] of values.entries()) {
    map[first + place] = roundToEven((value - low) * scale);
    sum += value;
  }
  range.set([low, high], 2 * at);
  unit[at] = sum / values.length;
}

/** As torch and NumPy round. */
function roundToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}

/** Return the lowest and the highest value. */
export function rangeOf(values: Float32Array): readonly [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** Return the probabilities of classes, of finite logits. */
export function softmax(logits: Float32Array): Float32Array<ArrayBuffer> {
  const [, highest] = rangeOf(logits);
  const exponentials = Array.from(logits, (value) => Math.exp(value - highest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return Float32Array.from(exponentials, (value) => value / sum);
}

/** Return the sum of the products of numbers at the same places. */
export function dot(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}
