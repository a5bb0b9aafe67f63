import { expect, it } from "vitest";
import { projectionOf } from "../api/fakeApi.ts";
import type { Extent, Method, Projection } from "../api/manifest.ts";
import type { Rectangle } from "./camera.ts";
import { placementOf, rectangleAround, toUnits, toWorld } from "./frame.ts";

function inSquare(extent: Extent, method: Method = "aligned") {
  return { ...projectionOf("fc", 15, 0.1, { method }), extent };
}

function rounded({ x, y, halfWidth, halfHeight }: Rectangle): Rectangle {
  const round = (value: number) => Number(value.toFixed(9));
  return { x: round(x), y: round(y), halfWidth: round(halfWidth), halfHeight: round(halfHeight) };
}

const SMALL = inSquare({ x: 1, y: 2, size: 2 });
const LARGE = inSquare({ x: -3, y: -1, size: 8 });

it("fills the world with the only projection of its method", () => {
  const placement = placementOf(SMALL, [SMALL, inSquare({ x: -90, y: 0, size: 500 }, "pca")]);
  expect([toWorld(placement, 0, 0), toWorld(placement, 65535, 65535)]).toEqual([
    [-1, -1],
    [1, 1],
  ]);
});

it("draws every projection of a method where it is in the frame that they share", () => {
  // The square around both is LARGE: x from -3 to 5, y from -1 to 7.
  const placement = placementOf(SMALL, [SMALL, LARGE]);
  const corners = [toWorld(placement, 0, 0), toWorld(placement, 65535, 65535)].flat();
  [0, -0.25, 0.5, 0.25].forEach((expected, place) => {
    expect(corners[place]).toBeCloseTo(expected, 12);
  });
});

it("does not rescale the plot from one projection to the next", () => {
  const all = [SMALL, LARGE, inSquare({ x: 4, y: -9, size: 3 })];
  // The position (2, 3) of the frame, in the units of two extents.
  const seen = [SMALL, LARGE].map((projection) => {
    const { x, y, size } = projection.extent;
    return toWorld(placementOf(projection, all), ((2 - x) / size) * 65535, ((3 - y) / size) * 65535);
  });
  expect(seen[0]?.[0]).toBeCloseTo(seen[1]?.[0] ?? NaN, 12);
  expect(seen[0]?.[1]).toBeCloseTo(seen[1]?.[1] ?? NaN, 12);
});

it("leaves the frame as it is for a projection that came later", () => {
  // The frame is SMALL: x from 1 to 3, y from 2 to 4.
  const placement = placementOf(LARGE, [SMALL]);
  expect([toWorld(placement, 0, 0), toWorld(placement, 65535, 65535)]).toEqual([
    [-5, -4],
    [3, 4],
  ]);
});

it("puts the center of all extents into the center of the world", () => {
  const wide = [inSquare({ x: 0, y: 0, size: 1 }), inSquare({ x: 9, y: 0, size: 1 })] as const;
  const placement = placementOf(wide[0], wide);
  const [x, y] = toWorld(placement, 65535 / 2, 65535 / 2);
  expect(x).toBeCloseTo(-0.9, 12);
  expect(y).toBeCloseTo(0, 12);
});

it("converts the world to the wire's units and back", () => {
  const placement = placementOf(SMALL, [SMALL, LARGE]);
  const [x, y] = toUnits(placement, ...toWorld(placement, 123, 45678));
  expect(x).toBeCloseTo(123, 6);
  expect(y).toBeCloseTo(45678, 6);
});

it("has a center for samples that all have the same position", () => {
  const point = inSquare({ x: 7, y: 7, size: 0 });
  const placement = placementOf(point, [point]);
  expect(toWorld(placement, 0, 0)).toEqual([0, 0]);
  expect(toUnits(placement, 0, 0)).toEqual([0, 0]);
});

it("knows the part of the world that a projection fills: its square, or the rectangle around its positions", () => {
  const fills = (change: Partial<Projection>) => {
    const changed = { ...SMALL, ...change };
    return placementOf(changed, [changed, LARGE]).bounds;
  };
  expect(rounded(fills({}))).toEqual({ x: 0.25, y: 0, halfWidth: 0.25, halfHeight: 0.25 });
  // The frame is x from -3 to 5, y from -1 to 7.
  const bounds = { x: 1, y: 2.5, width: 2, height: 1 };
  expect(rounded(fills({ bounds }))).toEqual({ x: 0.25, y: 0, halfWidth: 0.25, halfHeight: 0.125 });
});

it("finds the rectangle around positions, with some margin around a single one", () => {
  expect(
    rectangleAround([
      [0, 0],
      [0.5, -1],
      [0.25, 0],
    ]),
  ).toEqual({ x: 0.25, y: -0.5, halfWidth: 0.25, halfHeight: 0.5 });
  expect(rectangleAround([[0.5, 0.5]])).toEqual({ x: 0.5, y: 0.5, halfWidth: 0.05, halfHeight: 0.05 });
  expect(rectangleAround([])).toBeNull();
});

it("keeps the bounds that a projection was opened with when it gains epochs", () => {
  const opened = { ...SMALL, bounds: { x: 1, y: 2, width: 2, height: 1 } };
  const grown = { ...opened, bounds: { x: 0, y: 0, width: 5, height: 5 } };
  expect(placementOf(grown, [opened]).bounds).toEqual(placementOf(opened, [opened]).bounds);
});

it("gives another layout of the same setting the bounds of its own", () => {
  const opened = { ...SMALL, bounds: { x: 1, y: 2, width: 2, height: 1 } };
  const other = { ...opened, positions: { ...opened.positions, identity: "second" } };
  const moved = { ...other, bounds: { x: 0, y: 0, width: 2, height: 1 } };
  expect(placementOf(moved, [opened]).bounds).not.toEqual(placementOf(opened, [opened]).bounds);
  expect(placementOf(moved, [opened]).bounds).toEqual(placementOf({ ...opened, bounds: moved.bounds }, []).bounds);
});
