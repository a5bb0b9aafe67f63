/** Draws many points as pixels: fifty thousand discs in a few milliseconds; canvas paths would take a hundred. */

/** RGBA bytes, shape (height, width, 4), as ImageData has them. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** A disc of pixels: the share of each that is covered, and the share of that which is rim; shape (side, side). */
export interface Stamp {
  readonly side: number;
  readonly cover: Float32Array;
  readonly rim: Float32Array;
}

/** Color channels from 0 to 255. */
export interface Ink {
  readonly fill: ArrayLike<number>;
  readonly rim: ArrayLike<number>;
  readonly opacity: number;
}

/** Return a disc with soft edges, in pixels. */
export function discStamp(radius: number, rimWidth: number): Stamp {
  // With an odd side, the center is the center of a pixel.
  const side = 2 * Math.ceil(radius) + 1;
  const [cover, rim] = [new Float32Array(side * side), new Float32Array(side * side)];
  for (let at = 0; at < cover.length; at++) {
    const distance = Math.hypot((at % side) - (side - 1) / 2, Math.floor(at / side) - (side - 1) / 2);
    cover[at] = clamped(radius + 0.5 - distance);
    rim[at] = clamped(distance - (radius - rimWidth) + 0.5);
  }
  return { side, cover, rim };
}

/** Draw a disc over the existing pixels, centered on the pixel at (x, y). */
export function stampAt(pixels: Pixels, { side, cover, rim }: Stamp, x: number, y: number, ink: Ink): void {
  const left = Math.floor(x) - (side >> 1),
    top = Math.floor(y) - (side >> 1);
  for (let row = Math.max(0, -top); row < Math.min(side, pixels.height - top); row++) {
    for (let column = Math.max(0, -left); column < Math.min(side, pixels.width - left); column++) {
      const at = row * side + column;
      const alpha = (cover[at] ?? 0) * ink.opacity;
      if (alpha > 0) blend(pixels.data, 4 * ((top + row) * pixels.width + left + column), ink, rim[at] ?? 0, alpha);
    }
  }
}

function blend(data: Uint8ClampedArray, at: number, { fill, rim }: Ink, share: number, alpha: number): void {
  const under = ((data[at + 3] ?? 0) / 255) * (1 - alpha);
  const whole = alpha + under;
  for (let channel = 0; channel < 3; channel++) {
    const color = (fill[channel] ?? 0) + ((rim[channel] ?? 0) - (fill[channel] ?? 0)) * share;
    data[at + channel] = (color * alpha + (data[at + channel] ?? 0) * under) / whole;
  }
  data[at + 3] = whole * 255;
}

function clamped(value: number): number {
  return Math.min(1, Math.max(0, value));
}
