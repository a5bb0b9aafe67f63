/** The ring around the sample that is pointed at: over the picture, so that pointing draws no points anew. */

import type { Place } from "./drawn.ts";

/** In CSS pixels: as much larger than the sample's own point. */
const GROWTH = 1.7,
  ROOM = 6;

export class Ring {
  private readonly element = document.createElement("i");

  constructor(host: HTMLElement) {
    this.element.className = "ring";
    this.hide();
    host.append(this.element);
  }

  /** The place and the diameter of the sample's own point are in CSS pixels. */
  show([x, y]: Place, diameter: number, color: string): void {
    const size = diameter * GROWTH + ROOM;
    Object.assign(this.element.style, {
      width: `${size}px`,
      height: `${size}px`,
      background: color,
      transform: `translate(${x - size / 2}px, ${y - size / 2}px)`,
    });
    this.element.hidden = false;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
