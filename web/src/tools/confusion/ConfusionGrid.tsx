/** The matrix: a canvas with the cells' colors, and above it the grid for pointers, keys and screen readers. */
import { observer } from "mobx-react-lite";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { KeyboardEvent, MouseEvent, RefObject } from "react";
import { clickPicking } from "../../page/picking.ts";
import { usePage } from "../../page/usePage.ts";
import { MinusIcon, PlusIcon } from "../../ui/icons.tsx";
import { useTool } from "../useTool.ts";
import type { Cell } from "./confusion.ts";
import { ConfusionCanvas } from "./ConfusionFigures.tsx";
import { cellAfter, cellAt, cellSizes, headFor, indexIn, readableSize } from "./matrixGeometry.ts";
import type { Geometry, Viewport } from "./matrixGeometry.ts";
import { ConfusionColumns, ConfusionRow, PointedLines } from "./ConfusionRow.tsx";
import { ConfusionStore, MANY_CLASSES } from "./ConfusionStore.ts";

interface Room extends Viewport {
  /** The box's width including its scroll bar: the cell size must not depend on whether there is one. */
  readonly room: number;
}

export const ConfusionGrid = observer(function ConfusionGrid() {
  const confusion = useTool(ConfusionStore);
  const { classes } = usePage();
  const box = useRef<HTMLDivElement>(null);
  const viewport = useRoom(box);
  const [step, zoom] = useState<number | null>(null);
  const head = headFor(classes.names);
  const sizes = cellSizes(viewport.room - head, confusion.ordered.length);
  const chosen = Math.min(sizes.length - 1, step ?? readableSize(sizes));
  const size = sizes[chosen] ?? 0;
  const geometry = useMemo(() => ({ size, head }), [size, head]);
  return (
    <>
      <div className="confusion-axes">
        <p className="hint">Rows: true, columns: predicted</p>
        {sizes.length > 1 && (
          <div className="confusion-zoom">
            <button
              type="button"
              className="round"
              aria-label="Smaller cells"
              title="Smaller cells"
              disabled={chosen === 0}
              onClick={() => {
                zoom(chosen - 1);
              }}
            >
              <MinusIcon />
            </button>
            <button
              type="button"
              className="round"
              aria-label="Larger cells"
              title="Larger cells"
              disabled={chosen === sizes.length - 1}
              onClick={() => {
                zoom(chosen + 1);
              }}
            >
              <PlusIcon />
            </button>
          </div>
        )}
      </div>
      <div
        ref={box}
        className="confusion-box"
        data-whole={chosen === 0 && confusion.ordered.length <= MANY_CLASSES}
        style={{ "--cell": `${size}px`, "--head": `${head}px` }}
      >
        {viewport.room > 0 && <Grid box={box} viewport={viewport} geometry={geometry} />}
      </div>
    </>
  );
});

const Grid = observer(function Grid({
  box,
  viewport,
  geometry,
}: {
  box: RefObject<HTMLDivElement | null>;
  viewport: Viewport;
  geometry: Geometry;
}) {
  const confusion = useTool(ConfusionStore);
  const { timeline } = usePage();
  const { ordered } = confusion;
  const grid = useRef<HTMLDivElement>(null);
  const [target, setTarget] = useState<Cell | null>(null);
  const focused = focusable(target, ordered);
  useEffect(() => {
    if (target !== null) grid.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
  }, [target]);
  const go = (cell: Cell) => {
    setTarget(cell);
    confusion.point(cell);
  };
  const under = (event: MouseEvent) => {
    const { left = 0, top = 0 } = box.current?.getBoundingClientRect() ?? {};
    return cellAt(
      event.clientX - left,
      event.clientY - top,
      { left: box.current?.scrollLeft ?? 0, top: box.current?.scrollTop ?? 0 },
      geometry,
      ordered,
    );
  };
  const click = (event: MouseEvent) => {
    const cell = under(event);
    if (cell === null) return;
    go(cell);
    confusion.pick(cell, clickPicking(event));
  };
  const press = (event: KeyboardEvent) => {
    const next = event.altKey || event.ctrlKey || event.metaKey ? null : cellAfter(focused, event.key, ordered);
    if (next === null && event.key !== "Enter") return;
    // The page's arrow keys would change the epoch.
    event.stopPropagation();
    event.preventDefault();
    if (next === null) confusion.pick(focused, clickPicking(event));
    else go(next);
  };
  const side = geometry.head + geometry.size * ordered.length;
  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={-1}
      className="confusion-grid"
      aria-label={timeline.say(`Confusion matrix at epoch ${timeline.epoch ?? 0}`)}
      aria-multiselectable="true"
      aria-rowcount={ordered.length + 1}
      aria-colcount={ordered.length + 1}
      style={{ width: side, height: side }}
      onKeyDown={press}
      onClick={click}
      onFocus={() => {
        confusion.point(focused);
      }}
      // A press would move the focus to the element there, and Shift would select text.
      onMouseDown={(event) => {
        event.preventDefault();
      }}
      onPointerMove={(event) => {
        const cell = under(event);
        if (cell !== null) confusion.point(cell);
      }}
    >
      <ConfusionColumns geometry={geometry} focused={focused.label === null ? focused.predicted : null} />
      <ConfusionCanvas geometry={geometry} viewport={viewport} />
      {ordered.map((label, row) => (
        <ConfusionRow
          key={label}
          label={label}
          row={row}
          geometry={geometry}
          focused={focused.label === label ? focused.predicted : undefined}
        />
      ))}
      <PointedLines geometry={geometry} />
    </div>
  );
});

/** Return the cell that Tab reaches: the last one focused, or the first. */
function focusable(target: Cell | null, ordered: readonly number[]): Cell {
  const isInMatrix = (number: number | null) => number === null || indexIn(number, ordered) >= 0;
  if (target !== null && isInMatrix(target.label) && isInMatrix(target.predicted)) return target;
  return { label: ordered[0] ?? 0, predicted: ordered[0] ?? 0 };
}

function useRoom(box: RefObject<HTMLDivElement | null>): Room {
  const [room, setRoom] = useState<Room>({ left: 0, top: 0, width: 0, height: 0, room: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const look = () => {
      setRoom((before) => unlessEqual(before, roomOf(element)));
    };
    // Immediately: the browser reports the first size only after the matrix has been drawn in it.
    look();
    const resizes = new ResizeObserver(look);
    resizes.observe(element);
    element.addEventListener("scroll", look);
    return () => {
      resizes.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [box]);
  return room;
}

function roomOf(element: HTMLElement): Room {
  return {
    left: element.scrollLeft,
    top: element.scrollTop,
    width: element.clientWidth,
    height: element.clientHeight,
    room: element.offsetWidth,
  };
}

function unlessEqual(before: Room, now: Room): Room {
  return (Object.keys(now) as (keyof Room)[]).every((side) => before[side] === now[side]) ? before : now;
}
