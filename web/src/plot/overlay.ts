/** The elements over the plot: the ring around the hovered sample, labels, and thumbnails. */
import type { Tile } from "../numbers/samples.ts";
import type { Position } from "./positions.ts";

/** How much larger the ring is than the sample's own point; the margin is in CSS pixels. */
const RING_GROWTH = 1.7,
  RING_MARGIN = 6;

/** The ring around the hovered sample: an element, so that hovering draws no points again. */
export class Ring {
  private readonly element = document.createElement("i");

  constructor(host: HTMLElement) {
    this.element.className = "ring";
    this.hide();
    host.append(this.element);
  }

  /** The position and the diameter of the sample's own point are in CSS pixels. */
  show([x, y]: Position, diameter: number, color: string): void {
    const size = diameter * RING_GROWTH + RING_MARGIN;
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

export interface PlacedLabel {
  readonly text: string;
  /** CSS pixels from the upper left of the plot. */
  readonly x: number;
  readonly y: number;
}

const LINE = 16;
/** The largest width of a letter. */
const LETTER = 9;
/** The distance from a position to its label, in CSS pixels. */
export const LABEL_GAP = 12;

/** Labels beside positions in the plot. */
export class LabelLayer {
  private readonly layer = document.createElement("div");
  private readonly pool: HTMLElement[] = [];

  constructor(host: HTMLElement) {
    this.layer.className = "labels";
    host.append(this.layer);
  }

  show(labels: readonly PlacedLabel[]): void {
    while (this.pool.length < labels.length) this.pool.push(this.layer.appendChild(document.createElement("span")));
    const placed = untangled(labels);
    this.pool.forEach((element, at) => {
      const label = placed[at];
      element.hidden = label === undefined;
      if (label === undefined) return;
      element.textContent = label.text;
      element.style.transform = `translate(${label.x + LABEL_GAP}px, ${label.y}px) translateY(-50%)`;
    });
  }
}

/** Move labels down, the upper ones first, until none overlaps another. */
export function untangled(labels: readonly PlacedLabel[]): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  for (const label of [...labels].sort((a, b) => a.y - b.y)) {
    let { y } = label;
    for (const other of placed) if (overlaps(label, other) && y < other.y + LINE) y = other.y + LINE;
    placed.push({ ...label, y });
    placed.sort((a, b) => a.y - b.y);
  }
  return placed;
}

function overlaps(one: PlacedLabel, other: PlacedLabel): boolean {
  return one.x < other.x + other.text.length * LETTER && other.x < one.x + one.text.length * LETTER;
}

export interface PlacedTile {
  readonly tile: Tile;
  readonly color: string;
  /** The center, in CSS pixels from the upper left of the plot. */
  readonly x: number;
  readonly y: number;
}

/** With more samples in view, points are drawn instead. */
export const MOST_TILES = 200;
/** CSS pixels. */
export const TILE_SIZE = 32;

/** Thumbnails in place of points, while few samples are in view. */
export class TileLayer {
  private readonly layer = document.createElement("div");
  private readonly pool: HTMLElement[] = [];

  constructor(host: HTMLElement) {
    this.layer.className = "tiles";
    host.append(this.layer);
  }

  show(tiles: readonly PlacedTile[]): void {
    while (this.pool.length < tiles.length) this.pool.push(this.layer.appendChild(document.createElement("i")));
    this.pool.forEach((element, at) => {
      showTile(element, tiles[at]);
    });
  }
}

/** Keep the positions that are far enough from every one before them. */
export function spread<Placed extends { readonly x: number; readonly y: number }>(
  all: readonly Placed[],
  apart: number,
): Placed[] {
  const chosen: Placed[] = [];
  for (const one of all) {
    if (!chosen.some((other) => Math.abs(one.x - other.x) < apart && Math.abs(one.y - other.y) < apart))
      chosen.push(one);
  }
  return chosen;
}

function showTile(element: HTMLElement, placed: PlacedTile | undefined): void {
  element.hidden = placed === undefined;
  if (placed === undefined) return;
  const {
    tile: { address, column, row, thumbnails },
    x,
    y,
    color,
  } = placed;
  const scale = TILE_SIZE / Math.max(thumbnails.width, thumbnails.height);
  const [width, height] = [thumbnails.width * scale, thumbnails.height * scale];
  Object.assign(element.style, {
    width: `${width}px`,
    height: `${height}px`,
    borderColor: color,
    transform: `translate(${x - width / 2}px, ${y - height / 2}px)`,
    backgroundImage: `url("${address}")`,
    backgroundSize: `${width * thumbnails.columns}px auto`,
    backgroundPosition: `${-column * width}px ${-row * height}px`,
  });
}
