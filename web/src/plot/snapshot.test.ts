import { expect, it } from "vitest";
import { rgbaOf, UNSUPPORTED, WRONG } from "../numbers/paint.ts";
import { GRAYED, HIDDEN, SHOWN } from "../page/DrawingStore.ts";
import type { Drawn } from "./drawn.ts";
import { momentAt, PositionTable } from "./positions.ts";
import { SKINS } from "./looks.ts";
import { snapshotOf } from "./snapshot.ts";

/** Four samples in three epochs; sample n is at (10 n, 0) and moves down by 10 per epoch. A unit is a CSS pixel. */
function drawnAt(position: number, change: Partial<Drawn> = {}): Drawn {
  const table = new PositionTable(4, 3);
  for (const epoch of [0, 1, 2])
    table.fill(
      epoch,
      Uint16Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? 5 * i : 10 * epoch)),
    );
  return {
    size: { width: 100, height: 100 },
    table,
    moment: momentAt(position),
    points: { diameter: 8, opacity: 0.8, rimShare: 0.12 },
    raised: { diameter: 10, opacity: 0.9, rimShare: 0.42 },
    skin: SKINS.light,
    order: Uint32Array.of(0, 1, 2, 3),
    states: new Uint8Array(4).fill(SHOWN),
    paint: {
      colors: rgbaOf(["#000000", "#ffffff"]),
      codes: Uint8Array.of(0, 1, 0, 1),
      ranks: new Uint16Array(2),
      marks: new Uint8Array(4),
    },
    selected: new Uint32Array(),
    trails: new Uint32Array(),
    centers: [],
    centersAt: () => [],
    names: null,
    density: null,
    tileOf: null,
    relativeZoom: 1,
    toPixels: (units) => units,
    ...change,
  };
}

it("has every drawn sample at its position, between epochs too", () => {
  const at = (position: number) =>
    snapshotOf(drawnAt(position, { states: Uint8Array.of(SHOWN, HIDDEN, SHOWN, SHOWN) })).points.map(
      (point) => point.position,
    );
  expect(at(1)).toEqual([
    [0, 10],
    [20, 10],
    [30, 10],
  ]);
  expect(at(1.5)).toEqual([
    [0, 15],
    [20, 15],
    [30, 15],
  ]);
});

it("leaves out points outside the plot, but not those that reach into it", () => {
  const { points } = snapshotOf(drawnAt(0, { toPixels: ([x, y]) => [x - 14, y + 50] }));
  expect(points.map(({ position }) => position)).toEqual([
    [-4, 50],
    [6, 50],
    [16, 50],
  ]);
});

it("colors samples by the paint, blended between epochs, grayed ones in gray without a rim", () => {
  const paint = {
    colors: rgbaOf(["#000000", "#ffffff"]),
    codes: Uint8Array.of(0, 0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1),
    ranks: new Uint16Array(2),
    marks: new Uint8Array(4),
  };
  const states = Uint8Array.of(SHOWN, SHOWN, SHOWN, GRAYED);
  const looks = snapshotOf(drawnAt(0.5, { paint, states })).points.map(({ look }) => [
    look.fill,
    look.rimWidth > 0,
    look.opacity,
  ]);
  expect(looks).toEqual([
    ["#808080", true, 0.8],
    ["#000000", true, 0.8],
    ["#ffffff", true, 0.8],
    ["#9ea6b3", false, 0.45],
  ]);
});

it("draws samples misclassified at the nearest epoch as diamonds, and unexplained steps hollow while they last", () => {
  const marks = Uint8Array.of(WRONG, 0, 0, 0, 0, UNSUPPORTED, 0, 0, 0, 0, 0, 0);
  const at = (position: number) =>
    snapshotOf(drawnAt(position, { paint: { ...drawnAt(0).paint, marks } })).points.map(({ look }) => [
      look.shape,
      look.fill,
    ]);
  expect(at(0).slice(0, 2)).toEqual([
    ["diamond", "#000000"],
    ["disc", "#ffffff"],
  ]);
  expect(at(0.75).slice(0, 2)).toEqual([
    ["disc", "#000000"],
    ["disc", "#ffffff"],
  ]);
  expect(snapshotOf(drawnAt(0.4, { paint: { ...drawnAt(0).paint, marks } })).points[1]?.look).toMatchObject({
    fill: "#ffffff",
    rim: "#ffffff",
    rimWidth: 1.6,
  });
});

it("shares one look among points that look the same, and draws selected ones larger and last", () => {
  const { points, selected } = snapshotOf(drawnAt(0, { selected: Uint32Array.of(0) }));
  expect([points.map(({ position }) => position[0]), selected.map(({ position }) => position[0])]).toEqual([
    [10, 20, 30],
    [0],
  ]);
  expect(points[0]?.look).toBe(points[2]?.look);
  expect([points[1]?.look.radius, selected[0]?.look.radius]).toEqual([4, 5]);
});

it("follows the trajectories of samples and centers up to the moment, fading into the past", () => {
  const { trails, centers, centerTrails } = snapshotOf(
    drawnAt(1.5, {
      trails: Uint32Array.of(2),
      centers: [{ color: "#123456" }],
      centersAt: ({ from, share }) => [[50, 10 * (from + share)]],
    }),
  );
  expect(trails).toEqual([
    {
      color: "#000000",
      width: 1.25,
      edge: null,
      positions: [
        [20, 0],
        [20, 10],
        [20, 15],
      ],
      opacities: [expect.closeTo(0.4), expect.closeTo(0.775)],
    },
  ]);
  expect(centerTrails[0]).toMatchObject({
    color: "#123456",
    width: 3,
    edge: { width: 1 },
    positions: [
      [50, 0],
      [50, 10],
      [50, 15],
    ],
  });
  expect(centers).toMatchObject([{ position: [50, 15], look: { fill: "#123456", radius: 7, rimWidth: 2 } }]);
});

it("has no trajectory to draw at the first epoch", () => {
  expect(snapshotOf(drawnAt(0, { trails: Uint32Array.of(1) })).trails).toMatchObject([
    { positions: [[10, 0]], opacities: [] },
  ]);
});

it("draws points in the given order, raised ones above all", () => {
  const drawn = drawnAt(0, { order: Uint32Array.of(2, 3, 0, 1), selected: Uint32Array.of(1, 2) });
  const { points, selected } = snapshotOf(drawn);
  expect([points, selected].map((some) => some.map(({ position }) => position[0] / 10))).toEqual([
    [3, 0],
    [2, 1],
  ]);
});

it("begins the trajectories of many samples a few epochs back", () => {
  const table = new PositionTable(40, 9);
  for (let epoch = 0; epoch < 9; epoch++) table.fill(epoch, new Uint16Array(80).fill(10 * epoch));
  const many = { table, trails: Uint32Array.from({ length: 40 }, (_, sample) => sample), moment: momentAt(6.5) };
  const [trail] = snapshotOf(drawnAt(0, many)).trails;
  expect(trail?.positions.map(([x]) => x)).toEqual([25, 30, 40, 50, 60, 65]);
  expect(trail?.opacities).toHaveLength(5);
});
