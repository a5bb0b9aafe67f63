/** Clicks, double clicks and lassos on the plot; every other gesture moves the camera. */
import { clickPicking } from "../page/picking.ts";
import type { Picking } from "../page/SelectionStore.ts";
import { movementsIn } from "../ui/movements.ts";
import type { Position } from "./positions.ts";

export interface GestureEvents {
  /** CSS pixels from the upper left of the plot. */
  onClick(x: number, y: number, picking: Picking): void;
  onDoubleClick(x: number, y: number): void;
  /** A lasso begins. */
  onOutline(): void;
  onLasso(outline: readonly Position[], picking: Picking): void;
}

/** The largest movement of a click, in CSS pixels. */
const CLICK_SLACK = 4;
const SVG = "http://www.w3.org/2000/svg";

export class Gestures {
  /** Whether a plain drag draws a lasso; with Shift, which adds, every drag does. */
  lassoing = false;
  private readonly drawing = document.createElementNS(SVG, "svg");
  private readonly line = document.createElementNS(SVG, "polygon");
  private outline: Position[] | null = null;
  private pressed: Position | null = null;
  private readonly listening = new AbortController();

  constructor(
    private readonly host: HTMLElement,
    private readonly events: GestureEvents,
  ) {
    this.drawing.setAttribute("class", "lasso");
    this.drawing.append(this.line);
    host.append(this.drawing);
    // Before the camera's controls receive the event.
    const how = { capture: true, signal: this.listening.signal };
    host.addEventListener(
      "pointerdown",
      (event) => {
        this.press(event);
      },
      how,
    );
    // One finger may scroll the page; two are the plot's, and the browser keeps out.
    host.addEventListener(
      "touchstart",
      (event) => {
        if (event.touches.length > 1 && event.cancelable) event.preventDefault();
      },
      { ...how, passive: false },
    );
    window.addEventListener(
      "pointermove",
      (event) => {
        this.move(event);
      },
      how,
    );
    window.addEventListener(
      "pointerup",
      (event) => {
        this.release(event);
      },
      how,
    );
    host.addEventListener(
      "dblclick",
      (event) => {
        if (clickPicking(event) === "replace") this.events.onDoubleClick(...this.positionOf(event));
      },
      how,
    );
    window.addEventListener(
      "pointercancel",
      () => {
        this.cancel();
      },
      how,
    );
    window.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Escape" && this.outline !== null) {
          this.cancel();
          event.stopPropagation();
        }
      },
      how,
    );
  }

  dispose(): void {
    this.listening.abort();
    this.drawing.remove();
  }

  private press(event: PointerEvent): void {
    if (event.button !== 0 || !event.isPrimary) return;
    this.pressed = this.positionOf(event);
    if (!event.shiftKey && !this.lassoing) return;
    event.stopPropagation();
    this.outline = [this.pressed];
    this.events.onOutline();
  }

  private move(event: PointerEvent): void {
    if (this.outline === null) return;
    event.stopPropagation();
    for (const part of movementsIn(event)) this.outline.push(this.positionOf(part));
    this.line.setAttribute("points", this.outline.map(([x, y]) => `${x},${y}`).join(" "));
  }

  private release(event: PointerEvent): void {
    const { outline, pressed } = this;
    this.cancel();
    if (pressed === null) return;
    const [x, y] = this.positionOf(event);
    if (Math.hypot(x - pressed[0], y - pressed[1]) <= CLICK_SLACK) this.events.onClick(x, y, clickPicking(event));
    else if (outline !== null) this.events.onLasso(outline, clickPicking(event));
  }

  private cancel(): void {
    this.outline = this.pressed = null;
    this.line.setAttribute("points", "");
  }

  private positionOf(event: MouseEvent): Position {
    const { left, top } = this.host.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }
}
