/** What this browser can record. It is asked alone: no encoder is loaded for the answer. */

export type VideoFormat = "mp4" | "webm";

/** What most players read comes first: H.264, then VP9 and VP8. */
const CODECS: readonly (readonly [VideoFormat, codec: string])[] = [
  ["mp4", "avc1.640028"],
  ["webm", "vp09.00.41.08"],
  ["webm", "vp8"],
];
const TYPICAL = { width: 1920, height: 1080, framerate: 30, bitrate: 12_000_000 };

/** Return the format in which this browser records video; null if it cannot. */
export async function videoFormatHere(): Promise<VideoFormat | null> {
  if (typeof VideoEncoder === "undefined") return null;
  for (const [format, codec] of CODECS)
    if ((await VideoEncoder.isConfigSupported({ ...TYPICAL, codec })).supported === true) return format;
  return null;
}

/** Return why this browser cannot record. */
export function whyNoVideo(): string {
  return window.isSecureContext
    ? "This browser can’t record video"
    : "Browsers record video on https or localhost only";
}
