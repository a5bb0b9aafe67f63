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
  if (shape.channels === 3) return { pixels: averaged(opaque(colors), shape), threshold: null };
  const gray = grayOf(colors);
  const threshold = thresholdOf(gray, tones);
  return { pixels: averaged(toned(gray, tones.inverted, threshold), shape), threshold };
}

/** Return colors without their alpha. */
function opaque(colors: Uint8ClampedArray): Uint8ClampedArray {
  return colors.filter((_, at) => at % 4 !== 3);
}

/** Return the mean of the fine pixels (height × fineness, width × fineness, channels) of each one. */
function averaged(fine: ArrayLike<number>, shape: Shape): Uint8Array<ArrayBuffer> {
  const { height, width, channels } = shape;
  const fineness = finenessOf(shape);
  const sums = new Uint32Array(height * width * channels);
  const across = width * fineness * channels;
  for (let at = 0; at < fine.length; at++) {
    const [row, rest] = [Math.floor(at / across / fineness), at % across];
    const column = Math.floor(rest / channels / fineness);
    const place = (row * width + column) * channels + (rest % channels);
    sums[place] = (sums[place] ?? 0) + (fine[at] ?? 0);
  }
  return Uint8Array.from(sums, (sum) => Math.round(sum / (fineness * fineness)));
}
