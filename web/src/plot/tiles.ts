/** Thumbnails in place of points, where the camera is so near that only few samples are in view. */
import type { Tile } from "../numbers/samples.ts";

export interface PlacedTile {
  readonly tile: Tile;
  readonly color: string;
  /** The middle, in CSS pixels inside the picture. */
  readonly x: number;
  readonly y: number;
}

/** More samples in view than this are points. */
export const MOST_TILES = 200;
/** CSS pixels. */
export const TILE_SIZE = 32;

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
      place(element, tiles[at]);
    });
  }
}

/** Of places, keep those far enough from every one before them. */
export function spread<Place extends { readonly x: number; readonly y: number }>(
  places: readonly Place[],
  apart: number,
): Place[] {
  const kept: Place[] = [];
  for (const one of places) {
    if (!kept.some((other) => Math.abs(one.x - other.x) < apart && Math.abs(one.y - other.y) < apart)) kept.push(one);
  }
  return kept;
}

function place(element: HTMLElement, placed: PlacedTile | undefined): void {
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
