/** Cuts a part out of a picture, and follows the pictures of a camera. */
import type { Box, Size } from "./region.ts";

/** Draw a part of a picture into a canvas; return its colors, (height, width, 4). A mirrored part is one of what is shown. */
export function cutOut(
  source: HTMLVideoElement | OffscreenCanvas,
  { left, top, width, height }: Box,
  canvas: HTMLCanvasElement,
  mirrored: boolean,
): Uint8ClampedArray {
  // Its pixels are read again and again.
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return new Uint8ClampedArray(canvas.width * canvas.height * 4);
  const from = mirrored ? sizeOf(source).width - left - width : left;
  context.imageSmoothingQuality = "high";
  context.setTransform(mirrored ? -1 : 1, 0, 0, 1, mirrored ? canvas.width : 0, 0);
  context.drawImage(source, from, top, width, height, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height).data;
}

export function sizeOf(source: HTMLVideoElement | OffscreenCanvas): Size {
  if (source instanceof OffscreenCanvas) return source;
  return { width: source.videoWidth, height: source.videoHeight };
}

/** Return the picture on screen by itself. */
export function stillOf(video: HTMLVideoElement): OffscreenCanvas {
  const { width, height } = sizeOf(video);
  const still = new OffscreenCanvas(width, height);
  still.getContext("2d")?.drawImage(video, 0, 0);
  return still;
}

/** Call back with each picture, and with when it was taken. Returns how to stop. */
export function followPictures(video: HTMLVideoElement, onPicture: (takenAt: number) => void): () => void {
  let request = video.requestVideoFrameCallback(step);
  function step(now: number, { captureTime }: VideoFrameCallbackMetadata): void {
    request = video.requestVideoFrameCallback(step);
    onPicture(captureTime ?? now);
  }
  return () => {
    video.cancelVideoFrameCallback(request);
  };
}
