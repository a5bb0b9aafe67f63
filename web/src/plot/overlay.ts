/** The elements over the plot: the ring around the hovered sample, the names of classes, and thumbnails. */
import type { Tile } from "../numbers/samples.ts";
import type { PlacedName } from "./names.ts";
import type { Position } from "./positions.ts";

/** How much larger the ring is than the sample's own point; the margin is in CSS pixels. */
const RING_GROWTH = 1.7,
  RING_MARGIN = 6;
/** How far the ring is from a thumbnail, in CSS pixels. */
const TILE_MARGIN = 4;

/** The ring around the hovered sample: an element, so that hovering draws no points again. */
export class Ring {
  private readonly element = document.createElement("i");

  constructor(host: HTMLElement) {
    this.element.className = "ring";
    this.hide();
    host.append(this.element);
  }

  /** The position and the diameter of the sample's own point are in CSS pixels. */
  show(position: Position, diameter: number, color: string): void {
    const size = diameter * RING_GROWTH + RING_MARGIN;
    this.place(position, size, size, color, "50%");
  }

  /** Frame a thumbnail instead of a point. */
  frame({ x, y, width, height }: PlacedTile): void {
    const margin = 2 * TILE_MARGIN;
    this.place([x, y], width + margin, height + margin, "transparent", "6px");
  }

  hide(): void {
    if (!this.element.hidden) this.element.hidden = true;
  }

  private place([x, y]: Position, width: number, height: number, background: string, borderRadius: string): void {
    Object.assign(this.element.style, {
      width: `${width}px`,
      height: `${height}px`,
      background,
      borderRadius,
      transform: `translate(${x - width / 2}px, ${y - height / 2}px)`,
    });
    this.element.hidden = false;
  }
}

/** A name that moves further than this from one drawing to the next, in CSS pixels, has changed sides: it fades in there. */
const JUMP = 12;
const FADE: KeyframeAnimationOptions = { duration: 160, easing: "ease-in" };

/** The names of classes over their samples. */
export class NameLayer {
  private readonly layer = document.createElement("div");
  private readonly elements = new Map<string, HTMLElement>();
  private readonly widths = new Map<string, number>();
  private shown = new Map<string, PlacedName>();

  constructor(host: HTMLElement) {
    this.layer.className = "labels";
    host.append(this.layer);
  }

  /** The width of a name, in CSS pixels. */
  widthOf(text: string): number {
    const width = this.widths.get(text) ?? this.elementOf(text).offsetWidth;
    this.widths.set(text, width);
    return width;
  }

  /** Show these names; `still` says whether the camera stands where it was. */
  show(names: readonly PlacedName[], still: boolean): void {
    const before = this.shown;
    this.shown = new Map(names.map((name) => [name.text, name]));
    for (const [text, element] of this.elements) element.hidden = !this.shown.has(text);
    for (const name of names) {
      const element = this.elementOf(name.text);
      element.hidden = false;
      Object.assign(element.style, {
        color: name.color,
        opacity: String(name.opacity),
        transform: `translate(${name.x}px, ${name.y}px) translate(-50%, -50%)`,
      });
      const last = before.get(name.text);
      const appears = last === undefined ? before.size > 0 : Math.hypot(name.x - last.x, name.y - last.y) > JUMP;
      if (still && appears) element.animate([{ opacity: 0 }, { opacity: name.opacity }], FADE);
    }
  }

  private elementOf(text: string): HTMLElement {
    const element = this.elements.get(text) ?? this.layer.appendChild(document.createElement("span"));
    if (!this.elements.has(text)) element.textContent = text;
    this.elements.set(text, element);
    return element;
  }
}

export interface PlacedTile {
  readonly sample: number;
  readonly tile: Tile;
  readonly color: string;
  /** Whether the sample is context while others are selected. */
  readonly faint: boolean;
  /** The middle, in CSS pixels from the upper left of the plot, and the size. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Context is as pale as its points. */
export const FAINT_TILE = 0.4;

/** Thumbnails over the points: each sample keeps its element, so that nothing flickers. */
export class TileLayer {
  private readonly layer = document.createElement("div");
  private readonly elements = new Map<number, HTMLElement>();
  private readonly styles = new Map<number, string>();

  constructor(host: HTMLElement) {
    this.layer.className = "tiles";
    host.append(this.layer);
  }

  show(tiles: readonly PlacedTile[]): void {
    const shown = new Set(tiles.map(({ sample }) => sample));
    for (const sample of [...this.elements.keys()]) if (!shown.has(sample)) this.remove(sample);
    for (const placed of tiles) this.place(placed);
  }

  private remove(sample: number): void {
    this.elements.get(sample)?.remove();
    this.elements.delete(sample);
    this.styles.delete(sample);
  }

  private place(placed: PlacedTile): void {
    const { sample, x, y, width, height } = placed;
    const element = this.elements.get(sample) ?? this.layer.appendChild(document.createElement("i"));
    this.elements.set(sample, element);
    element.dataset.sample = String(sample);
    // Most drawings only move thumbnails.
    const look = [placed.tile.address, placed.color, placed.faint, width].join();
    if (this.styles.get(sample) !== look) Object.assign(element.style, styleOf(placed));
    this.styles.set(sample, look);
    element.style.transform = `translate(${x - width / 2}px, ${y - height / 2}px)`;
  }
}

function styleOf({ tile, color, faint, width, height }: PlacedTile): Partial<CSSStyleDeclaration> {
  const { address, column, row, thumbnails } = tile;
  return {
    width: `${width}px`,
    height: `${height}px`,
    borderColor: color,
    opacity: faint ? String(FAINT_TILE) : "",
    backgroundImage: `url("${address}")`,
    backgroundSize: `${width * thumbnails.columns}px auto`,
    backgroundPosition: `${-column * width}px ${-row * height}px`,
  };
}
