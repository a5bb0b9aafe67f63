import { expect, it } from "vitest";
import { faint, raisedStyleOf, SKINS, styleOf, trailStyleOf } from "./looks.ts";

const WHOLE = { raised: 0, relativeZoom: 1, pointSize: 1 };

it.each([
  [100, 10, 0.9],
  [600, 9, 0.88],
  [12_000, 2.88, 0.735],
  [50_000, 2.2, 0.675],
])("draws %d samples with %d pixels and an opacity of %d", (samples, diameter, opacity) => {
  const style = styleOf({ ...WHOLE, samples });
  expect([style.diameter, style.opacity]).toEqual([expect.closeTo(diameter, 2), expect.closeTo(opacity, 3)]);
});

it("draws points larger and denser the closer the camera is", () => {
  const [far, near] = [1, 8].map((relativeZoom) => styleOf({ ...WHOLE, samples: 12_000, relativeZoom }));
  expect(near?.diameter).toBeCloseTo((far?.diameter ?? 0) * 8 ** 0.4);
  expect(near?.opacity).toBeCloseTo(0.9);
});

it("draws points faint under the outlines of their density, of the same size", () => {
  const style = styleOf({ ...WHOLE, samples: 12_000 });
  expect(faint(style)).toEqual({ ...style, opacity: expect.closeTo(0.294, 3) as number });
});

it("draws points as many times larger as the user chose", () => {
  const [usual, large] = [1, 2.5].map((pointSize) => styleOf({ ...WHOLE, samples: 5000, pointSize }));
  expect(large).toEqual({ ...usual, diameter: (usual?.diameter ?? 0) * 2.5 });
});

it("gives a few raised samples a full rim and a size to be found by, and many hardly more than the others have", () => {
  const [few, many] = [3, 10_000].map((raised) => raisedStyleOf({ ...WHOLE, samples: 12_000, raised }, SKINS.light));
  expect([few?.rimShare, few?.opacity]).toEqual([SKINS.light.raisedRim, 0.96]);
  expect(few?.diameter).toBeCloseTo(2.25 * 2.88, 1);
  expect(many?.rimShare).toBeCloseTo(0.15);
  expect(many?.diameter).toBeCloseTo(1.35 * 2.88, 1);
});

it("draws raised samples a quarter larger where all are large", () => {
  expect(raisedStyleOf({ ...WHOLE, samples: 100, raised: 1 }, SKINS.dark).diameter).toBe(12.5);
});

it("draws trajectories of a few samples whole, and those of many short and faint", () => {
  const styles = [1, 8, 30, 31, 200, 1000].map(trailStyleOf);
  expect(styles.map(({ span }) => span < 5)).toEqual([false, false, false, true, true, true]);
  expect(styles.map(({ opacity }) => Number(opacity.toFixed(2)))).toEqual([0.9, 0.9, 0.46, 0.46, 0.18, 0.1]);
});
