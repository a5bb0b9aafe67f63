/** Values as a picture in the colors of a scale. */
import { observer } from "mobx-react-lite";
import { useLayoutEffect, useRef } from "react";
import type { PointerEvent } from "react";
import { usePage } from "../page/usePage.ts";
import type { ScaleName } from "./ChoicesStore.ts";
import { paint } from "./colors.ts";
import type { Picture, Range } from "./colors.ts";

interface Props {
  readonly picture: Picture | null;
  readonly scale: ScaleName;
  readonly range: Range;
  readonly className?: string;
  /** Called with the pixel under the pointer; null where there is none. */
  readonly onPoint?: (at: number | null) => void;
}

export const MapCanvas = observer(function MapCanvas({
  picture,
  scale,
  range: [low, high],
  className = "",
  onPoint,
}: Props) {
  const theme = usePage().theme.resolved;
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current !== null && picture !== null) paint(canvas.current, picture, scale, [low, high], theme);
  }, [picture, scale, low, high, theme]);
  const point = (event: PointerEvent<HTMLCanvasElement>) => {
    if (picture !== null) onPoint?.(pixelUnder(event, picture));
  };
  return (
    <canvas
      ref={canvas}
      className={`map ${className}`}
      aria-hidden="true"
      data-painted={picture !== null}
      style={{ aspectRatio: picture === null ? 1 : `${picture.width} / ${picture.height}` }}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => onPoint?.(null)}
    />
  );
});

function pixelUnder({ clientX, clientY, currentTarget }: PointerEvent, { height, width }: Picture): number {
  const box = currentTarget.getBoundingClientRect();
  const column = Math.floor(((clientX - box.left) / box.width) * width);
  const row = Math.floor(((clientY - box.top) / box.height) * height);
  return Math.min(height - 1, Math.max(0, row)) * width + Math.min(width - 1, Math.max(0, column));
}
