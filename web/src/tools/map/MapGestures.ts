/** What the pointer does on the data map: it points, clicks, and drags rectangles. Places are shares of the map's sides, from its lower left. */
import type { Picking } from "../../page/SelectionStore.ts";
import { clickPicking } from "../../plot/gestures.ts";
import type { Box } from "./mapPlaces.ts";

export type Share = readonly [x: number, y: number];

export interface MapGestureEvents {
  /** Null where the pointer has left, or drags. */
  onHover(at: Share | null): void;
  onClick(at: Share, picking: Picking): void;
  onBox(box: Box, picking: Picking): void;
}

/** Further than this, in CSS pixels, a press is no click. */
const CLICK_SLACK = 4;

export class MapGestures {
  private pressed: Share | null = null;
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
    this.pressed = this.placeOf(event);
  }

  private move(event: PointerEvent): void {
    const at = this.placeOf(event);
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
    const at = this.placeOf(event);
    if (this.isClick(pressed, at)) this.events.onClick(at, clickPicking(event));
    else this.events.onBox(boxOf(pressed, at), clickPicking(event));
  }

  private forget(): void {
    this.pressed = null;
    this.rectangle.hidden = true;
  }

  private isClick([x, y]: Share, [toX, toY]: Share): boolean {
    return Math.hypot((toX - x) * this.host.clientWidth, (toY - y) * this.host.clientHeight) <= CLICK_SLACK;
  }

  private drawRectangle({ left, right, lower, upper }: Box): void {
    const sides = { left, right: 1 - right, top: 1 - upper, bottom: lower };
    for (const [side, share] of Object.entries(sides))
      this.rectangle.style.setProperty(side, `${100 * Math.max(0, share)}%`);
    this.rectangle.hidden = false;
  }

  private placeOf(event: PointerEvent): Share {
    const { left, top, width, height } = this.host.getBoundingClientRect();
    return [(event.clientX - left) / width, 1 - (event.clientY - top) / height];
  }
}

function boxOf([ax, ay]: Share, [bx, by]: Share): Box {
  return { left: Math.min(ax, bx), right: Math.max(ax, bx), lower: Math.min(ay, by), upper: Math.max(ay, by) };
}
