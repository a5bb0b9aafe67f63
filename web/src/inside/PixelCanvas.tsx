/** Pixels as they are, gray or colored. */
import { useLayoutEffect, useRef } from "react";

interface Props {
  /** (height, width, channels). */
  readonly pixels: Uint8Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

export function PixelCanvas({ pixels, height, width, channels }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const image = context.createImageData(width, height);
    for (let at = 0; at < height * width; at++) {
      const channel = (nth: number) => pixels[at * channels + Math.min(nth, channels - 1)] ?? 0;
      image.data.set([channel(0), channel(1), channel(2), 255], at * 4);
    }
    context.putImageData(image, 0, 0);
  }, [pixels, height, width, channels]);
  return <canvas ref={canvas} className="map pixels" width={width} height={height} aria-hidden="true" />;
}
