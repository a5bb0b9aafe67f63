/** Which samples show their thumbnails: one in each cell of a grid, which keeps its cell as long as that is free. */
import type { Size } from "./camera.ts";

/** Thumbnails appear from this zoom on, relative to the whole projection, and are largest from FULL_ZOOM on. */
export const NEAR_ZOOM = 1.4;
const FULL_ZOOM = 16;
/** The longer side of a thumbnail at those zooms, in CSS pixels. */
export const LEAST_TILE = 24,
  MOST_TILE = 96;
/** No more thumbnails than this, whatever the size of the plot. */
export const MOST_TILES = 300;
/** A cell's side is at least this many times a thumbnail's, so that points can be seen between them. */
const ROOM = 1.25;
/** How far a thumbnail may slide over another, as a share of its side, before one of them gives way. */
const SLIDE = 0.3;

/** A sample in view, in CSS pixels from the upper left of the plot. */
export interface InView {
  readonly sample: number;
  readonly x: number;
  readonly y: number;
}

/** The side of a thumbnail at a zoom relative to the whole projection, in CSS pixels. */
export function tileSize(zoom: number): number {
  const share = Math.log(zoom / NEAR_ZOOM) / Math.log(FULL_ZOOM / NEAR_ZOOM);
  return LEAST_TILE * (MOST_TILE / LEAST_TILE) ** Math.min(1, Math.max(0, share));
}

/** A grid that moves with the samples: its origin in the plot and the side of its cells, in CSS pixels. */
export interface Grid {
  readonly x: number;
  readonly y: number;
  readonly cell: number;
}

/**
 * Return the grid for thumbnails of this size. `origin` is where the projection's first corner is in the plot, and
 * `unit` how many CSS pixels one of its units covers: cells are a power of two of units, so that zooming splits them.
 */
export function gridFor(tile: number, size: Size, origin: readonly [x: number, y: number], unit: number): Grid {
  // The view cuts cells at its edges, and thumbnails reach into it: up to two more in each direction.
  const fits = (cell: number) => (size.width / cell + 2) * (size.height / cell + 2) <= MOST_TILES;
  let cell = unit * 2 ** Math.ceil(Math.log2((ROOM * tile) / unit));
  while (!fits(cell)) cell *= 2;
  return { x: origin[0], y: origin[1], cell };
}

/** Remembers which samples show their thumbnails, from one drawing to the next. */
export class TileGrid {
  private shown: readonly number[] = [];

  /** Choose from the samples in view, of which those in `first` are preferred; thumbnails have this side. */
  choose(inView: readonly InView[], first: ReadonlySet<number>, grid: Grid, tile: number): InView[] {
    const placed = new Placed(grid);
    const bySample = new Map(inView.map((one) => [one.sample, one]));
    const kept = this.shown.flatMap((sample) => bySample.get(sample) ?? []);
    const preferred = (one: InView) => first.has(one.sample);
    for (const one of kept.filter(preferred)) placed.put(one, tile * (1 - SLIDE));
    for (const one of inView.filter(preferred)) placed.put(one, tile);
    for (const one of kept) placed.put(one, tile * (1 - SLIDE));
    for (const one of nearestToMiddles(inView, placed)) placed.put(one, tile);
    this.shown = placed.all.map(({ sample }) => sample);
    return placed.all;
  }

  clear(): void {
    this.shown = [];
  }
}

/** The sample nearest to the middle of each free cell. */
function nearestToMiddles(inView: readonly InView[], placed: Placed): InView[] {
  const nearest = new Map<number, { readonly one: InView; readonly distance: number }>();
  for (const one of inView) {
    const key = placed.keyOf(one);
    if (placed.has(key)) continue;
    const distance = placed.fromMiddle(one);
    if (distance < (nearest.get(key)?.distance ?? Infinity)) nearest.set(key, { one, distance });
  }
  return [...nearest.values()].map(({ one }) => one);
}

/** Cells side by side in a row of keys; no plot has more of them. */
const ROW = 1 << 16;

class Placed {
  readonly all: InView[] = [];
  private readonly cells = new Map<number, InView>();

  constructor(private readonly grid: Grid) {}

  /** Take the sample's cell, if it is free and no other thumbnail is nearer than `apart`. */
  put(one: InView, apart: number): void {
    const key = this.keyOf(one);
    const around = [-ROW - 1, -ROW, -ROW + 1, -1, 0, 1, ROW - 1, ROW, ROW + 1];
    const isClose = (other: InView | undefined) =>
      other !== undefined && Math.abs(one.x - other.x) < apart && Math.abs(one.y - other.y) < apart;
    if (this.has(key) || around.some((step) => isClose(this.cells.get(key + step)))) return;
    this.cells.set(key, one);
    this.all.push(one);
  }

  has(key: number): boolean {
    return this.cells.has(key);
  }

  keyOf({ x, y }: InView): number {
    return Math.floor((y - this.grid.y) / this.grid.cell) * ROW + Math.floor((x - this.grid.x) / this.grid.cell);
  }

  /** Which of two samples of a cell is nearer to its middle. */
  fromMiddle({ x, y }: InView): number {
    const { cell } = this.grid;
    const offset = (length: number) => (((length % cell) + cell) % cell) - cell / 2;
    return Math.hypot(offset(x - this.grid.x), offset(y - this.grid.y));
  }
}
