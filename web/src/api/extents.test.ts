/** Where the positions of an epoch are that has a square of its own. */
import { expect, it } from "vitest";
import { extentsOf, toExtent, wholeExtent } from "./extents.ts";
import { projectionOf } from "./fakeApi.ts";

const LAST = 65535;
const appended = { x: 0, y: -1, size: 4 };
const projection = { ...projectionOf("fc", 15, 0.1), appended_extents: [appended] };

it("gives the last epochs the extents that were appended, in their order", () => {
  expect(extentsOf(projection)).toEqual([projection.extent, projection.extent, appended]);
  expect(extentsOf(projectionOf("fc", 15, 0.1))).toEqual([projection.extent, projection.extent, projection.extent]);
});

it("holds all epochs in the smallest square around their extents", () => {
  expect(wholeExtent(projection)).toEqual({ x: -1, y: -1.5, size: 5 });
  expect(wholeExtent(projectionOf("fc", 15, 0.1))).toEqual(projection.extent);
});

it("keeps positions where they are in another extent, to half a step of it", () => {
  const [whole, units] = [wholeExtent(projection), Uint16Array.of(0, 0, LAST, LAST, 12345, 54321)];
  const moved = toExtent(units, appended, whole);
  units.forEach((unit, index) => {
    const [corner, wholeCorner] = index % 2 === 0 ? [appended.x, whole.x] : [appended.y, whole.y];
    const [before, after] = [
      corner + (unit / LAST) * appended.size,
      wholeCorner + ((moved[index] ?? 0) / LAST) * whole.size,
    ];
    expect(Math.abs(after - before)).toBeLessThanOrEqual(whole.size / LAST / 2 + 1e-12);
  });
});

it("leaves positions alone that are in the extent already", () => {
  const units = Uint16Array.of(1, 2);
  expect(toExtent(units, projection.extent, { ...projection.extent })).toBe(units);
});
