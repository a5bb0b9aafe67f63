import { describe, expect, it } from "vitest";
import { gridFor, LEAST_TILE, MOST_TILE, MOST_TILES, NEAR_ZOOM, TileGrid, tileSize } from "./tileGrid.ts";
import type { Grid, InView } from "./tileGrid.ts";

const GRID: Grid = { x: 0, y: 0, cell: 100 };
const NONE: ReadonlySet<number> = new Set();

/** Samples 0, 1, 2, … at positions. */
function inView(...positions: [x: number, y: number][]): InView[] {
  return positions.map(([x, y], sample) => ({ sample, x, y }));
}

function numbers(shown: readonly InView[]): number[] {
  return shown.map(({ sample }) => sample).sort((a, b) => a - b);
}

/** The same positions each time: 2,000 of them in a plot of 1000 by 700. */
function crowd(): InView[] {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  return Array.from({ length: 2000 }, (_, sample) => ({ sample, x: 1000 * random(), y: 700 * random() }));
}

describe("the size of thumbnails", () => {
  it("grows with the zoom between two sizes", () => {
    const sizes = [0.5, NEAR_ZOOM, 3, 6, 12, 24, 80].map(tileSize);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(sizes[1]).toBe(LEAST_TILE);
    expect(sizes[2]).toBeGreaterThan(LEAST_TILE);
    expect(sizes.at(-1)).toBe(MOST_TILE);
  });

  it("leaves room for points, and for few enough thumbnails on any screen", () => {
    for (const [width, height] of [
      [360, 400],
      [1000, 700],
      [3800, 2000],
    ] as const) {
      for (const zoom of [NEAR_ZOOM, 2, 3.3, 7, 20, 80]) {
        const { cell } = gridFor(tileSize(zoom), { width, height }, [0, 0], (0.01 * zoom * width) / 1000);
        expect(cell).toBeGreaterThanOrEqual(1.25 * tileSize(zoom));
        expect((width / cell + 2) * (height / cell + 2)).toBeLessThanOrEqual(MOST_TILES);
      }
    }
  });
});

describe("the choice of thumbnails", () => {
  it("takes the sample nearest to the middle of each cell", () => {
    const shown = new TileGrid().choose(inView([10, 10], [45, 52], [90, 90], [150, 160], [-40, 50]), NONE, GRID, 40);
    expect(numbers(shown)).toEqual([1, 3, 4]);
  });

  it("prefers a selected sample, also to one that was there before", () => {
    const samples = inView([10, 10], [45, 52], [150, 160]);
    const grid = new TileGrid();
    expect(numbers(grid.choose(samples, NONE, GRID, 40))).toEqual([1, 2]);
    expect(numbers(grid.choose(samples, new Set([0]), GRID, 40))).toEqual([0, 2]);
  });

  it("never lays new thumbnails over each other", () => {
    const shown = new TileGrid().choose(crowd(), NONE, GRID, 80);
    expect(shown.length).toBeGreaterThan(30);
    for (const one of shown) {
      for (const other of shown)
        if (one !== other) expect(Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y))).toBeGreaterThan(79);
    }
  });

  it("shows the same thumbnails while the plot moves, and fills what becomes free", () => {
    const grid = new TileGrid();
    const samples = crowd();
    const before = numbers(grid.choose(samples, NONE, GRID, 60));
    const moved = samples
      .map(({ sample, x, y }) => ({ sample, x: x - 130, y: y + 20 }))
      .filter(({ x, y }) => x >= 0 && y <= 700);
    const still = new Set(moved.map(({ sample }) => sample));
    const after = numbers(grid.choose(moved, NONE, { ...GRID, x: -130, y: 20 }, 60));
    expect(after).toEqual(expect.arrayContaining(before.filter((sample) => still.has(sample))));
  });

  it("lets a sample keep its thumbnail while others come nearer to the middle, until its cell is taken", () => {
    const grid = new TileGrid();
    expect(numbers(grid.choose(inView([50, 50], [20, 20], [250, 50]), NONE, GRID, 40))).toEqual([0, 2]);
    expect(numbers(grid.choose(inView([90, 20], [50, 50], [250, 50]), NONE, GRID, 40))).toEqual([0, 2]);
    expect(numbers(grid.choose(inView([90, 20], [50, 50], [30, 60]), NONE, GRID, 40))).toEqual([0]);
    expect(numbers(grid.choose(inView([190, 20], [50, 50], [30, 60]), NONE, GRID, 40))).toEqual([0, 1]);
  });

  it("does not flicker where two thumbnails pass each other", () => {
    const grid = new TileGrid();
    const counts = Array.from({ length: 41 }, (_, step) => {
      // One sample passes below the other, through cells beside its own.
      const samples = inView([150, 80], [100 + 5 * step, 125]);
      return grid.choose(samples, NONE, GRID, 40).length;
    });
    const changes = counts.filter((count, at) => at > 0 && count !== counts[at - 1]).length;
    expect(changes).toBeLessThanOrEqual(2);
  });
});
