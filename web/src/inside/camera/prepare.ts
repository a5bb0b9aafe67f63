/** From a part of the camera's picture to the very pixels that the network is given. */
import type { LookInput } from "../../api/looker.ts";
import { grayOf, thresholdOf, toned } from "./tones.ts";
import type { Tones } from "./tones.ts";

type Shape = Pick<LookInput, "height" | "width" | "channels">;

export interface Prepared {
  /** (height, width, channels). */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** The last gray that became ink; null where no threshold was used. */
  readonly threshold: number | null;
}

/** Pixels of the longer side of what is cut out, at most; characters need more of them than the network sees. */
const CUT_SIDE = 256;

/** Return how many pixels of what is cut out become one, along each side. */
export function finenessOf({ height, width }: Shape): number {
  return Math.max(1, Math.floor(CUT_SIDE / Math.max(height, width)));
}

/** Return the input that colors (height × fineness, width × fineness, 4) make; tones are changed in gray ones alone. */
export function prepare(colors: Uint8ClampedArray, shape: Shape, tones: Tones): Prepared {
  if (shape.channels === 3) return { pixels: averaged(colors, 4, shape), threshold: null };
  const gray = grayOf(colors);
  const threshold = thresholdOf(gray, tones);
  return { pixels: averaged(toned(gray, tones.inverted, threshold), 1, shape), threshold };
}

/** Return the mean of the fine pixels of each one; `stride` is how many values a fine pixel has, the first of which count. */
function averaged(fine: ArrayLike<number>, stride: number, shape: Shape): Uint8Array<ArrayBuffer> {
  const { height, width, channels } = shape;
  const fineness = finenessOf(shape);
  const sums = new Uint32Array(height * width * channels);
  let at = 0;
  for (let row = 0; row < height * fineness; row++)
    for (let column = 0; column < width * fineness; column++, at += stride) {
      const place = (Math.floor(row / fineness) * width + Math.floor(column / fineness)) * channels;
      for (let channel = 0; channel < channels; channel++)
        sums[place + channel] = (sums[place + channel] ?? 0) + (fine[at + channel] ?? 0);
    }
  const pixels = new Uint8Array(sums.length);
  for (let place = 0; place < pixels.length; place++)
    pixels[place] = Math.round((sums[place] ?? 0) / (fineness * fineness));
  return pixels;
}
