/** The edge of the open tool: dragged, or moved by the arrow keys, it makes the tool wider or narrower. */
import { observer } from "mobx-react-lite";
import { useLayoutEffect, useRef, useState } from "react";
import type { KeyboardEvent, PointerEvent } from "react";
import { usePage } from "../page/usePage.ts";

/** CSS pixels; the styles keep the width within bounds. */
const STEP = 16;
const MOVES: Record<string, number> = { ArrowLeft: -STEP, ArrowRight: STEP, Home: -Infinity, End: Infinity };

export const ToolHandle = observer(function ToolHandle() {
  const { workspace } = usePage();
  const handle = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  /** From the pointer to the edge while it is dragged. */
  const [offset, setOffset] = useState<number | null>(null);
  const measure = () => handle.current?.previousElementSibling?.getBoundingClientRect().width ?? 0;
  const resize = (asked: number) => {
    workspace.resizeTool(Math.min(window.innerWidth, Math.max(1, asked)));
  };
  const settle = () => {
    setOffset(null);
    workspace.resizeTool(measure());
    workspace.rememberToolWidth();
  };
  useLayoutEffect(() => {
    setWidth(measure());
  }, [workspace.toolWidth]);
  const grasp = (event: PointerEvent<HTMLDivElement>) => {
    // The focus stays where it is.
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    setOffset(measure() - event.clientX);
  };
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = MOVES[event.key];
    if (by === undefined) return;
    // The page's own arrows would change the epoch.
    event.stopPropagation();
    event.preventDefault();
    resize(measure() + by);
  };
  return (
    // eslint-disable-next-line jsx-a11y-x/no-noninteractive-element-interactions -- a separator that moves is a control
    <div
      ref={handle}
      className="tool-handle"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label="Width of the tool"
      aria-controls="tool"
      aria-valuenow={Math.round((100 * width) / window.innerWidth)}
      aria-valuetext={`${Math.round(width)} pixels`}
      title="Drag to resize the tool; double-click to reset"
      onPointerDown={grasp}
      onPointerMove={({ clientX }) => {
        if (offset !== null) resize(clientX + offset);
      }}
      onLostPointerCapture={settle}
      onDoubleClick={() => {
        workspace.resizeTool(null);
        workspace.rememberToolWidth();
      }}
      onKeyDown={move}
      onKeyUp={({ key }) => {
        if (key in MOVES) settle();
      }}
    />
  );
});
