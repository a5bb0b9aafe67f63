/**
 * Records a film as an animated GIF, which opens wherever a picture does: in a README, a chat, a post, slides. A plot is
 * flat, so few colors do without dithering, and each frame stores only what changed since the one before.
 */
import { applyPalette, GIFEncoder, quantize } from "gifenc";
import type { Palette } from "gifenc";
import type { Film, FilmFile } from "./film.ts";

/** Beside them, one is left for pixels that stay as they were. */
const COLORS = 127;
/** The fills of a flat picture are taken over exactly; the other colors are shades between them. */
const FILLS = 40;
/** From 0, the first frame, to 1, the last one: whose colors are those of the whole film. */
const SAMPLED = [0, 0.5, 1];
/** Leave a frame in place under the next one. */
const KEEP = 1;
const FOREVER = 0;

export interface Pace {
  /** How long each frame is shown, in milliseconds, a multiple of 10. */
  readonly delay: number;
  /** How long the last one is. */
  readonly rest: number;
}

/** Record a film that starts over after its end. Rejects with the signal's reason if it is aborted. */
export async function recordGif(film: Film, { delay, rest }: Pace, signal: AbortSignal): Promise<FilmFile> {
  const { canvas, frames, paint, onFrame } = film;
  const gif = new GifWriter(canvas.width, canvas.height, await paletteOf(film));
  for (let frame = 0; frame < frames; frame++) {
    await paint(frame);
    // The dialog shows how far it is, and its button can be pressed.
    await nextTask();
    signal.throwIfAborted();
    gif.add(pixelsOf(canvas), frame === frames - 1 ? rest : delay);
    onFrame(frame);
  }
  return { content: new Blob([gif.end()], { type: "image/gif" }), extension: "gif" };
}

/** Writes frames that have one palette. */
export class GifWriter {
  private readonly encoder = GIFEncoder();
  private before: Uint8Array | null = null;

  constructor(
    private readonly width: number,
    private readonly height: number,
    private readonly palette: Palette,
  ) {}

  /** Add a frame of RGBA bytes, shown for some milliseconds. */
  add(rgba: Uint8ClampedArray, delay: number): void {
    const { before, palette, width, height } = this;
    const codes = applyPalette(rgba, palette);
    const unchanged = palette.length;
    if (before === null)
      this.encoder.writeFrame(codes, width, height, {
        palette: [...palette, [0, 0, 0]],
        repeat: FOREVER,
        delay,
        dispose: KEEP,
      });
    else
      this.encoder.writeFrame(
        codes.map((code, at) => (code === before[at] ? unchanged : code)),
        width,
        height,
        { transparent: true, transparentIndex: unchanged, delay, dispose: KEEP },
      );
    this.before = codes;
  }

  end(): Uint8Array<ArrayBuffer> {
    this.encoder.finish();
    return this.encoder.bytes();
  }
}

async function paletteOf({ canvas, frames, paint }: Film): Promise<Palette> {
  const { width, height } = canvas;
  const all = new Uint8ClampedArray(SAMPLED.length * width * height * 4);
  for (const [at, share] of SAMPLED.entries()) {
    await paint(Math.round(share * (frames - 1)));
    all.set(pixelsOf(canvas), at * width * height * 4);
  }
  return paletteFor(all);
}

/** Return the colors nearest to all pixels of RGBA bytes. */
export function paletteFor(rgba: Uint8ClampedArray<ArrayBuffer>): Palette {
  const counts = new Map<number, number>();
  for (const pixel of new Uint32Array(rgba.buffer)) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const fills = [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, FILLS)
    .map(([pixel]) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255]);
  return [...fills, ...quantize(rgba, COLORS - fills.length)];
}

function pixelsOf(canvas: HTMLCanvasElement): Uint8ClampedArray {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser provides no canvas to draw on");
  return context.getImageData(0, 0, canvas.width, canvas.height).data;
}

function nextTask(): Promise<void> {
  return new Promise((done) => {
    setTimeout(done);
  });
}
