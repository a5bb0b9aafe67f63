/** Clicks and outlines drawn on the picture; whatever else is done with the pointer moves the camera. */
import type { Picking } from "../page/SelectionStore.ts";
import type { Point } from "./lasso.ts";

export interface GestureEvents {
  /** CSS pixels inside the picture. */
  onClick(x: number, y: number, picking: Picking): void;
  onLasso(outline: readonly Point[], picking: Picking): void;
}

/** Further than this, in CSS pixels, a press is no click. */
const CLICK_SLACK = 4;
const SVG = "http://www.w3.org/2000/svg";

export class Gestures {
  /** Draw an outline without the Shift key too. */
  lassoing = false;
  private readonly drawing = document.createElementNS(SVG, "svg");
  private readonly line = document.createElementNS(SVG, "polygon");
  private outline: Point[] | null = null;
  private pressed: Point | null = null;
  private readonly listening = new AbortController();

  constructor(
    private readonly host: HTMLElement,
    private readonly events: GestureEvents,
  ) {
    this.drawing.setAttribute("class", "lasso");
    this.drawing.append(this.line);
    host.append(this.drawing);
    // Before the camera's controls hear of it.
    const how = { capture: true, signal: this.listening.signal };
    host.addEventListener(
      "pointerdown",
      (event) => {
        this.press(event);
      },
      how,
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
    window.addEventListener(
      "pointercancel",
      () => {
        this.forget();
      },
      how,
    );
    window.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Escape" && this.outline !== null) {
          this.forget();
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
    this.pressed = this.placeOf(event);
    if (!event.shiftKey && !this.lassoing) return;
    event.stopPropagation();
    this.outline = [this.pressed];
  }

  private move(event: PointerEvent): void {
    if (this.outline === null) return;
    event.stopPropagation();
    this.outline.push(this.placeOf(event));
    this.line.setAttribute("points", this.outline.map(([x, y]) => `${x},${y}`).join(" "));
  }

  private release(event: PointerEvent): void {
    const { outline, pressed } = this;
    this.forget();
    if (pressed === null) return;
    const [x, y] = this.placeOf(event);
    if (Math.hypot(x - pressed[0], y - pressed[1]) <= CLICK_SLACK) this.events.onClick(x, y, clickPicking(event));
    else if (outline !== null) this.events.onLasso(outline, lassoPicking(event));
  }

  private forget(): void {
    this.outline = this.pressed = null;
    this.line.setAttribute("points", "");
  }

  private placeOf(event: PointerEvent): Point {
    const { left, top } = this.host.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }
}

/** The same keys mean the same wherever samples are picked. */
export function clickPicking(event: Pick<MouseEvent, "altKey" | "shiftKey" | "metaKey" | "ctrlKey">): Picking {
  if (event.altKey) return "remove";
  return event.shiftKey || event.metaKey || event.ctrlKey ? "add" : "replace";
}

/** Shift says that an outline is drawn, and nothing about the selection. */
function lassoPicking(event: PointerEvent): Picking {
  if (event.altKey) return "remove";
  return event.metaKey || event.ctrlKey ? "add" : "replace";
}
