import { expect, it } from "vitest";
import { projectionOf } from "../api/fakeApi.ts";
import { commonLayout } from "./layouts.ts";

const before = projectionOf("fc", 15, 0.1);
const appended = { ...projectionOf("fc", 15, 0.1, { epochs: [0, 1, 2, 3] }), joint_epochs: 3 };

it("keeps all epochs of a layout that others were appended to", () => {
  expect(commonLayout(before, { ...appended, appended_extents: [{ x: 0, y: 0, size: 1 }] })).toBe(3);
});

it("keeps none of a layout that was made again", () => {
  expect(commonLayout(before, { ...appended, joint_epochs: 4 })).toBe(0);
  expect(commonLayout(before, { ...appended, extent: { x: -1, y: -1, size: 2.5 } })).toBe(0);
  expect(commonLayout(before, projectionOf("fc", 50, 0.1))).toBe(0);
});

it("keeps those before the first one that is measured otherwise", () => {
  const means = { ...appended.quality.means, continuity: [0.9, 0.91, 0.5, 0.93] };
  expect(commonLayout(before, { ...appended, quality: { ...appended.quality, means } })).toBe(2);
});
