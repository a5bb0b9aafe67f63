/** The matrix: a canvas with the cells' colors, and over it the grid that pointers, keys and screen readers meet. */
import { observer } from "mobx-react-lite";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { KeyboardEvent, MouseEvent, RefObject } from "react";
import { usePage } from "../../page/usePage.ts";
import { clickPicking } from "../../plot/gestures.ts";
import { MinusIcon, PlusIcon } from "../../ui/icons.tsx";
import { useTool } from "../useTool.ts";
import type { Cell } from "./confusion.ts";
import { ConfusionCanvas } from "./ConfusionCanvas.tsx";
import { cellAfter, cellAt, cellSizes, headFor, placeOf, readableSize } from "./confusionLayout.ts";
import type { Layout, Viewport } from "./confusionLayout.ts";
import { ConfusionColumns, ConfusionRow, PointedLines } from "./ConfusionRow.tsx";
import { ConfusionStore, MANY_CLASSES } from "./ConfusionStore.ts";

interface Room extends Viewport {
  /** The box's width with its scroll bar, which must not decide whether there is one. */
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
  const layout = useMemo(() => ({ size, head }), [size, head]);
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
        {viewport.room > 0 && <Grid box={box} viewport={viewport} layout={layout} />}
      </div>
    </>
  );
});

const Grid = observer(function Grid({
  box,
  viewport,
  layout,
}: {
  box: RefObject<HTMLDivElement | null>;
  viewport: Viewport;
  layout: Layout;
}) {
  const confusion = useTool(ConfusionStore);
  const { timeline } = usePage();
  const { ordered } = confusion;
  const grid = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState<Cell | null>(null);
  const focused = focusable(wanted, ordered);
  useEffect(() => {
    if (wanted !== null) grid.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
  }, [wanted]);
  const go = (cell: Cell) => {
    setWanted(cell);
    confusion.point(cell);
  };
  const under = (event: MouseEvent) => {
    const { left = 0, top = 0 } = box.current?.getBoundingClientRect() ?? {};
    return cellAt(
      event.clientX - left,
      event.clientY - top,
      { left: box.current?.scrollLeft ?? 0, top: box.current?.scrollTop ?? 0 },
      layout,
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
    // The page's own arrows would change the epoch.
    event.stopPropagation();
    event.preventDefault();
    if (next === null) confusion.pick(focused, clickPicking(event));
    else go(next);
  };
  const side = layout.head + layout.size * ordered.length;
  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={-1}
      className="confusion-grid"
      aria-label={`Confusion matrix at epoch ${timeline.epoch ?? 0}`}
      aria-multiselectable="true"
      aria-rowcount={ordered.length + 1}
      aria-colcount={ordered.length + 1}
      style={{ width: side, height: side }}
      onKeyDown={press}
      onClick={click}
      onFocus={() => {
        confusion.point(focused);
      }}
      // Pressing would move the focus to what lies there, and Shift would mark words.
      onMouseDown={(event) => {
        event.preventDefault();
      }}
      onPointerMove={(event) => {
        const cell = under(event);
        if (cell !== null) confusion.point(cell);
      }}
    >
      <ConfusionColumns layout={layout} focused={focused.label === null ? focused.predicted : null} />
      <ConfusionCanvas layout={layout} viewport={viewport} />
      {ordered.map((label, row) => (
        <ConfusionRow
          key={label}
          label={label}
          row={row}
          layout={layout}
          focused={focused.label === label ? focused.predicted : undefined}
        />
      ))}
      <PointedLines layout={layout} />
    </div>
  );
});

/** The cell that the Tab key leads to: the last one, or the first. */
function focusable(wanted: Cell | null, ordered: readonly number[]): Cell {
  const isHere = (number: number | null) => number === null || placeOf(number, ordered) >= 0;
  if (wanted !== null && isHere(wanted.label) && isHere(wanted.predicted)) return wanted;
  return { label: ordered[0] ?? 0, predicted: ordered[0] ?? 0 };
}

function useRoom(box: RefObject<HTMLDivElement | null>): Room {
  const [room, setRoom] = useState<Room>({ left: 0, top: 0, width: 0, height: 0, room: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const look = () => {
      setRoom((before) => kept(before, roomOf(element)));
    };
    // At once: the browser tells the first size only after the picture has been drawn in its new one.
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

function kept(before: Room, now: Room): Room {
  return (Object.keys(now) as (keyof Room)[]).every((side) => before[side] === now[side]) ? before : now;
}
