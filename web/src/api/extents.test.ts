import { expect, it } from "vitest";
import { extentsOf, toExtent, wholeExtent } from "./extents.ts";
import { projectionOf } from "./fakeApi.ts";

const joint = projectionOf("fc", 15, 0.1);
const small = { x: -0.5, y: 0, size: 0.5 };
const outside = { x: 0, y: 0, size: 2 };

it("gives each appended epoch its own extent, and all others that of the sequence", () => {
  expect(extentsOf(joint)).toEqual([joint.extent, joint.extent, joint.extent]);
  expect(extentsOf({ ...joint, appended_extents: [small, outside] })).toEqual([joint.extent, small, outside]);
});

it("keeps the square of the sequence while appended epochs lie in it, and grows it around them where they do not", () => {
  expect(wholeExtent(joint)).toBe(joint.extent);
  expect(wholeExtent({ ...joint, appended_extents: [small] })).toBe(joint.extent);
  expect(wholeExtent({ ...joint, appended_extents: [outside] })).toEqual({ x: -1, y: -1, size: 3 });
});

it("leaves positions as they are in the same extent, and moves them into a larger one", () => {
  const positions = Uint16Array.of(0, 65535, 32768, 0);
  expect(toExtent(positions, small, small)).toBe(positions);
  // From -0.5 to 0 along x and from 0 to 0.5 along y, in a square from -1 to 1.
  expect([...toExtent(positions, small, joint.extent)]).toEqual([16384, 49151, 24576, 32768]);
});

it("puts a sample at the same position, to a unit, whatever extent it came in", () => {
  const units = Uint16Array.from({ length: 200 }, (_, i) => (i * 331) % 65536);
  const whole = wholeExtent({ ...joint, appended_extents: [outside] });
  const moved = toExtent(units, outside, whole);
  const farthest = units.reduce((most, unit, i) => {
    const at = 0 + (unit / 65535) * outside.size;
    return Math.max(most, Math.abs(at - (-1 + ((moved[i] ?? 0) / 65535) * whole.size)));
  }, 0);
  expect(farthest).toBeLessThan(whole.size / 65535);
});
