/** The frame around the part that the network sees: dragged, sized at its corner, moved and sized by keyboard. */
import { observer } from "mobx-react-lite";
import type { KeyboardEvent, PointerEvent } from "react";
import type { CameraStore } from "./CameraStore.ts";
import type { Region } from "./region.ts";

/** Shares of the picture per key. */
const STEP = 0.02;
const LARGE_STEP = 0.1;
const MOVES: Readonly<Record<string, readonly [x: number, y: number, size: number]>> = {
  ArrowLeft: [-1, 0, 0],
  ArrowRight: [1, 0, 0],
  ArrowUp: [0, -1, 0],
  ArrowDown: [0, 1, 0],
  "+": [0, 0, 1],
  "=": [0, 0, 1],
  "-": [0, 0, -1],
};

export const RegionFrame = observer(function RegionFrame({ camera }: { camera: CameraStore }) {
  const { box, picture, region } = camera;
  if (box === null || picture === null) return null;
  const [across, down] = [
    (share: number) => `${(share / picture.width) * 100}%`,
    (share: number) => `${(share / picture.height) * 100}%`,
  ];
  const press = ({ key, shiftKey }: Pick<KeyboardEvent, "key" | "shiftKey">) => {
    const move = MOVES[key];
    if (move === undefined) return false;
    const [x, y, size] = move.map((way) => way * (shiftKey ? LARGE_STEP : STEP)) as [number, number, number];
    // The next key may come before this one is on screen.
    const { region } = camera;
    camera.place({ x: region.x + x, y: region.y + y, size: region.size + size });
    return true;
  };
  return (
    <button
      type="button"
      className="camera-region"
      aria-label={`What the network sees: ${percent(region.size)} of the height, its middle at ${percent(region.x)} and ${percent(region.y)}. Arrow keys move it, plus and minus size it.`}
      title="Drag to move, drag the corner to size; arrow keys, + and −"
      style={{ left: across(box.left), top: down(box.top), width: across(box.width), height: down(box.height) }}
      onKeyDown={(event) => {
        if (!press(event)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={(event) => {
        follow(event, camera);
      }}
    >
      <i data-corner />
    </button>
  );
});

/** Move the region with the pointer, or size it where that is at its corner, until the pointer is released. */
function follow(event: PointerEvent<HTMLElement>, camera: CameraStore): void {
  const { currentTarget: frame, target, clientX, clientY, pointerId } = event;
  const view = frame.parentElement?.getBoundingClientRect();
  if (event.button !== 0 || !event.isPrimary || view === undefined) return;
  frame.setPointerCapture(pointerId);
  const [begun, sizes] = [camera.region, target instanceof HTMLElement && target.dataset.corner !== undefined];
  const height = frame.getBoundingClientRect().height;
  const move = (moved: globalThis.PointerEvent) => {
    const [x, y] = [moved.clientX - clientX, moved.clientY - clientY];
    camera.place(sizes ? sized(begun, Math.max(x, y), height) : shifted(begun, x / view.width, y / view.height));
  };
  const listening = new AbortController();
  frame.addEventListener("pointermove", move, listening);
  for (const end of ["pointerup", "pointercancel"] as const)
    frame.addEventListener(
      end,
      () => {
        listening.abort();
      },
      listening,
    );
}

function shifted({ x, y, size }: Region, across: number, down: number): Region {
  return { x: x + across, y: y + down, size };
}

/** Its middle stays, so both sides follow the corner. */
function sized({ x, y, size }: Region, drag: number, height: number): Region {
  return { x, y, size: size * (1 + (2 * drag) / height) };
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
