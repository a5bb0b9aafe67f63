/**
 * Records a canvas, painted frame by frame, as WebM video. Every frame is encoded with its own time, however long it
 * takes: a recording of the page in real time loses frames on a slow machine, the last ones among them.
 */
import { webmOf } from "./webm.ts";
import type { Chunk, Track } from "./webm.ts";

export const FRAME_RATE = 30;
const BITS_PER_SECOND = 12_000_000;
/** A player decodes at most this many frames to seek. */
const KEY_FRAME_EVERY = 30;
/** Frames that wait for the encoder; each is held in memory. */
const MOST_WAITING = 2;
const CODECS = { "vp09.00.51.08": "V_VP9", vp8: "V_VP8" } as const;

/** Return why this browser cannot record; null if it can. */
export function whyNoVideo(): string | null {
  if (typeof VideoEncoder !== "undefined") return null;
  return window.isSecureContext
    ? "This browser cannot record WebM video"
    : "Browsers record video on https or localhost only";
}

export interface Film {
  readonly canvas: HTMLCanvasElement;
  readonly frames: number;
  readonly paint: (frame: number) => Promise<void>;
  /** Called after every frame. */
  readonly onFrame: (frame: number) => void;
}

/** Record a film. Rejects with the signal's reason if it is aborted. */
export async function recordFilm({ canvas, frames, paint, onFrame }: Film, signal: AbortSignal): Promise<Blob> {
  const { config, codec } = await supportedConfig(canvas);
  const chunks: Chunk[] = [];
  const failing = new AbortController();
  const stop = AbortSignal.any([signal, failing.signal]);
  const encoder = new VideoEncoder({
    output: (chunk) => {
      chunks.push(read(chunk));
    },
    error: (error) => {
      failing.abort(error);
    },
  });
  encoder.configure(config);
  try {
    for (let frame = 0; frame < frames; frame++) {
      await paint(frame);
      while (encoder.encodeQueueSize > MOST_WAITING && !stop.aborted) await dequeued(encoder, stop);
      stop.throwIfAborted();
      encode(encoder, canvas, frame);
      onFrame(frame);
    }
    await encoder.flush();
  } finally {
    if (encoder.state !== "closed") encoder.close();
  }
  const track: Track = { codec, width: canvas.width, height: canvas.height, duration: timeOf(frames) };
  return new Blob(webmOf(track, chunks), { type: "video/webm" });
}

async function supportedConfig({
  width,
  height,
}: HTMLCanvasElement): Promise<{ config: VideoEncoderConfig; codec: Track["codec"] }> {
  for (const [name, codec] of Object.entries(CODECS)) {
    const config = { codec: name, width, height, bitrate: BITS_PER_SECOND, framerate: FRAME_RATE };
    if ((await VideoEncoder.isConfigSupported(config)).supported === true) return { config, codec };
  }
  throw new Error("this browser cannot record WebM video");
}

function encode(encoder: VideoEncoder, canvas: HTMLCanvasElement, frame: number): void {
  const image = new VideoFrame(canvas, { timestamp: timeOf(frame) * 1000 });
  encoder.encode(image, { keyFrame: frame % KEY_FRAME_EVERY === 0 });
  image.close();
}

function dequeued(encoder: VideoEncoder, stop: AbortSignal): Promise<void> {
  return new Promise((done) => {
    encoder.ondequeue = stop.onabort = () => {
      done();
    };
  });
}

function read(chunk: EncodedVideoChunk): Chunk {
  const data = new Uint8Array(chunk.byteLength);
  chunk.copyTo(data);
  return { time: Math.round(chunk.timestamp / 1000), key: chunk.type === "key", data };
}

/** Milliseconds. */
function timeOf(frame: number): number {
  return (frame / FRAME_RATE) * 1000;
}
