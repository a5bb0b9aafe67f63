/** Scales pictures as Pillow does, by which the process beside the server prepares them. */

/** Pixels of three bytes each, (height, width, 3). */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray;
}

/** A part of a picture along one axis, in its pixels. */
export interface Span {
  readonly begin: number;
  readonly size: number;
}

/** How far a filter reaches, and its weight at a distance. */
export interface Filter {
  readonly support: number;
  weight(distance: number): number;
}

export const BILINEAR: Filter = {
  support: 1,
  weight: (distance) => Math.max(0, 1 - Math.abs(distance)),
};

const SHARPNESS = -0.5;
export const BICUBIC: Filter = {
  support: 2,
  weight: (distance) => {
    const x = Math.abs(distance);
    if (x < 1) return ((SHARPNESS + 2) * x - (SHARPNESS + 3)) * x * x + 1;
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * SHARPNESS : 0;
  },
};

const CHANNELS = 3;

/** Return a part of a picture, scaled to a size. */
export function resample(
  raster: Raster,
  across: Span,
  down: Span,
  width: number,
  height: number,
  filter: Filter,
): Raster {
  return turned(resampleRows(turned(resampleRows(raster, across, width, filter)), down, height, filter));
}

/** One output pixel: the first input pixel that counts, and the weights from there on. */
interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

function tapsOf(length: number, { begin, size }: Span, count: number, filter: Filter): readonly Taps[] {
  const scale = size / count;
  // Where a picture becomes smaller, all pixels count that a new one covers.
  const stretch = Math.max(1, scale);
  return Array.from({ length: count }, (_, at) => {
    const center = begin + (at + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - filter.support * stretch + 0.5));
    const last = Math.min(length, Math.trunc(center + filter.support * stretch + 0.5));
    const weights = Array.from({ length: last - first }, (__, place) =>
      filter.weight((first + place - center + 0.5) / stretch),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

/** Scale every row. */
function resampleRows({ width, height, pixels }: Raster, span: Span, count: number, filter: Filter): Raster {
  const taps = tapsOf(width, span, count, filter);
  const scaled = new Uint8ClampedArray(count * height * CHANNELS);
  for (let row = 0; row < height; row++)
    for (const [at, { first, weights }] of taps.entries())
      for (let channel = 0; channel < CHANNELS; channel++) {
        let sum = 0;
        for (let place = 0; place < weights.length; place++)
          sum += (weights[place] ?? 0) * (pixels[(row * width + first + place) * CHANNELS + channel] ?? 0);
        scaled[(row * count + at) * CHANNELS + channel] = sum;
      }
  return { width: count, height, pixels: scaled };
}

/** Exchange rows and columns. */
function turned({ width, height, pixels }: Raster): Raster {
  const exchanged = new Uint8ClampedArray(pixels.length);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      for (let channel = 0; channel < CHANNELS; channel++)
        exchanged[(column * height + row) * CHANNELS + channel] =
          pixels[(row * width + column) * CHANNELS + channel] ?? 0;
  return { width: height, height: width, pixels: exchanged };
}
