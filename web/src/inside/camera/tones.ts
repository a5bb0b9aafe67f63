/** Makes what a network for gray pictures expects of what a camera sees: gray, inverted, nothing but ink and paper. */

/** How the gray of a camera is changed. */
export interface Tones {
  /** Whether dark becomes bright, as ink on paper does for a network of bright characters on black. */
  readonly inverted: boolean;
  /** The gray up to which all is ink, 0 to 255; found for each picture where it is automatic. */
  readonly threshold: "automatic" | "off" | number;
}

/** Of the brightness between ink and paper; what differs less is paper alone, with its noise. */
const LEAST_CONTRAST = 40;
const LEVELS = 256;

/** Return the gray of colors (pixels, 4), by the weights of brightness that Pillow takes. */
export function grayOf(colors: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const gray = new Uint8Array(colors.length / 4);
  for (let at = 0; at < gray.length; at++) {
    const [red = 0, green = 0, blue = 0] = [colors[4 * at], colors[4 * at + 1], colors[4 * at + 2]];
    gray[at] = (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
  }
  return gray;
}

/** Return gray with its tones changed; `threshold` is the last gray that is ink, null where none is. */
export function toned(gray: Uint8Array, inverted: boolean, threshold: number | null): Uint8Array<ArrayBuffer> {
  const table = Uint8Array.from({ length: LEVELS }, (_, level) => {
    const value = threshold === null ? level : level <= threshold ? 0 : LEVELS - 1;
    return inverted ? LEVELS - 1 - value : value;
  });
  // Far faster than Uint8Array.from() with a function.
  const changed = new Uint8Array(gray.length);
  for (let at = 0; at < changed.length; at++) changed[at] = table[gray[at] ?? 0] ?? 0;
  return changed;
}

/** Return the threshold that is used for a picture; null where it is off. */
export function thresholdOf(gray: Uint8Array, { threshold }: Tones): number | null {
  if (threshold === "off") return null;
  return threshold === "automatic" ? findThreshold(gray) : threshold;
}

/**
 * Return the last gray of the darker of two classes that are as different as can be (Otsu 1979, "A threshold selection
 * method from gray-level histograms"); the middle where several do that equally well, and 0 where both are paper.
 */
export function findThreshold(gray: Uint8Array): number {
  const counts = new Uint32Array(LEVELS);
  for (const level of gray) counts[level] = (counts[level] ?? 0) + 1;
  const total = counts.reduce((sum, count, level) => sum + count * level, 0);
  let best = { first: 0, last: 0, variance: 0, contrast: 0 };
  let [darker, sum] = [0, 0];
  for (let threshold = 0; threshold < LEVELS; threshold++) {
    darker += counts[threshold] ?? 0;
    sum += (counts[threshold] ?? 0) * threshold;
    const brighter = gray.length - darker;
    if (darker === 0 || brighter === 0) continue;
    const contrast = (total - sum) / brighter - sum / darker;
    const variance = darker * brighter * contrast * contrast;
    if (variance > best.variance) best = { first: threshold, last: threshold, variance, contrast };
    else if (variance === best.variance) best = { ...best, last: threshold };
  }
  return best.contrast < LEAST_CONTRAST ? 0 : Math.floor((best.first + best.last) / 2);
}
