/**
 * Records a film as video: H.264 in MP4 where the browser can encode it, else WebM. Every frame is encoded with its own
 * time, however long it takes: a recording of the page in real time loses frames on a slow machine, the last ones among
 * them.
 */
import {
  BufferTarget,
  CanvasSource,
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  Output,
  Quality,
  WebMOutputFormat,
} from "mediabunny";
import type { Film, FilmFile } from "./film.ts";

export const FRAME_RATE = 30;
const QUALITY = new Quality({ bitrate: 8_000_000 });
/** Seconds; a player decodes at most this much to seek. */
const KEY_FRAME_EVERY = 1;

/** Record a film. Rejects with the signal's reason if it is aborted. */
export async function recordVideo({ canvas, frames, paint, onFrame }: Film, signal: AbortSignal): Promise<FilmFile> {
  const { width, height } = canvas;
  const codec = await getFirstEncodableVideoCodec(["avc", "vp9", "vp8"], { width, height, quality: QUALITY });
  if (codec === null) throw new Error("this browser can’t record video of this size");
  const source = new CanvasSource(canvas, { codec, quality: QUALITY, keyFrameInterval: KEY_FRAME_EVERY });
  const target = new BufferTarget();
  const output = new Output({ format: codec === "avc" ? new Mp4OutputFormat() : new WebMOutputFormat(), target });
  output.addVideoTrack(source, { frameRate: FRAME_RATE });
  try {
    await output.start();
    for (let frame = 0; frame < frames; frame++) {
      await paint(frame);
      signal.throwIfAborted();
      await source.add(frame / FRAME_RATE, 1 / FRAME_RATE);
      onFrame(frame);
    }
    await output.finalize();
  } catch (error) {
    await output.cancel();
    throw error;
  }
  const extension = codec === "avc" ? "mp4" : "webm";
  return { content: new Blob([target.buffer ?? ""], { type: `video/${extension}` }), extension };
}
