/** Pointer gestures on the data map: hovering, clicking and dragging rectangles. Positions are shares of the map's sides, from its lower left. */
import { clickPicking } from "../../page/picking.ts";
import type { Picking } from "../../page/SelectionStore.ts";
import type { Box } from "./mapPositions.ts";

export type Position = readonly [x: number, y: number];

export interface MapGestureEvents {
  /** Null when the pointer has left, or is dragging. */
  onHover(at: Position | null): void;
  onClick(at: Position, picking: Picking): void;
  onDoubleClick(at: Position): void;
  onBox(box: Box, picking: Picking): void;
}

/** A press that moves farther than this, in CSS pixels, is not a click. */
const CLICK_SLACK = 4;

export class MapGestures {
  private pressed: Position | null = null;
  private readonly rectangle = document.createElement("i");
  private readonly listening = new AbortController();

  constructor(
    private readonly host: HTMLElement,
    private readonly events: MapGestureEvents,
  ) {
    this.rectangle.className = "map-box";
    this.rectangle.hidden = true;
    host.append(this.rectangle);
    const how = { signal: this.listening.signal };
    host.addEventListener(
      "pointerdown",
      (event) => {
        this.press(event);
      },
      how,
    );
    host.addEventListener(
      "pointermove",
      (event) => {
        this.move(event);
      },
      how,
    );
    host.addEventListener(
      "pointerup",
      (event) => {
        this.release(event);
      },
      how,
    );
    host.addEventListener(
      "dblclick",
      (event) => {
        if (clickPicking(event) === "replace") this.events.onDoubleClick(this.positionOf(event));
      },
      how,
    );
    host.addEventListener(
      "pointercancel",
      () => {
        this.forget();
      },
      how,
    );
    host.addEventListener(
      "pointerleave",
      () => {
        this.events.onHover(null);
      },
      how,
    );
    window.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Escape" && this.pressed !== null) {
          this.forget();
          event.stopPropagation();
        }
      },
      { ...how, capture: true },
    );
  }

  dispose(): void {
    this.listening.abort();
    this.rectangle.remove();
  }

  private press(event: PointerEvent): void {
    if (event.button !== 0 || !event.isPrimary) return;
    this.host.setPointerCapture(event.pointerId);
    this.pressed = this.positionOf(event);
  }

  private move(event: PointerEvent): void {
    const at = this.positionOf(event);
    if (this.pressed === null) {
      this.events.onHover(at);
      return;
    }
    this.events.onHover(null);
    this.drawRectangle(boxOf(this.pressed, at));
  }

  private release(event: PointerEvent): void {
    const { pressed } = this;
    this.forget();
    if (pressed === null) return;
    const at = this.positionOf(event);
    if (this.isClick(pressed, at)) this.events.onClick(at, clickPicking(event));
    else this.events.onBox(boxOf(pressed, at), clickPicking(event));
  }

  private forget(): void {
    this.pressed = null;
    this.rectangle.hidden = true;
  }

  private isClick([x, y]: Position, [toX, toY]: Position): boolean {
    return Math.hypot((toX - x) * this.host.clientWidth, (toY - y) * this.host.clientHeight) <= CLICK_SLACK;
  }

  private drawRectangle({ left, right, lower, upper }: Box): void {
    const sides = { left, right: 1 - right, top: 1 - upper, bottom: lower };
    for (const [side, share] of Object.entries(sides))
      this.rectangle.style.setProperty(side, `${100 * Math.max(0, share)}%`);
    this.rectangle.hidden = false;
  }

  private positionOf(event: MouseEvent): Position {
    const { left, top, width, height } = this.host.getBoundingClientRect();
    return [(event.clientX - left) / width, 1 - (event.clientY - top) / height];
  }
}

function boxOf([ax, ay]: Position, [bx, by]: Position): Box {
  return { left: Math.min(ax, bx), right: Math.max(ax, bx), lower: Math.min(ay, by), upper: Math.max(ay, by) };
}
