import { OrthographicCamera } from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { expect, it } from "vitest";
import { fitCamera, lookAt, looksAt, pixelsAt, viewOn, worldAt, worldPerPixel, zoomBy } from "./camera.ts";

const WIDE = { width: 1000, height: 500 };

function fitted(): OrthographicCamera {
  const camera = new OrthographicCamera();
  fitCamera(camera, WIDE);
  return camera;
}

it("shows the center of the world in the center of the plot", () => {
  expect(worldAt(fitted(), WIDE, 500, 250)).toEqual([0, 0]);
});

it("shows the whole world in a wide plot, with y upwards", () => {
  const [, bottom] = pixelsAt(fitted(), WIDE, -1, -1);
  const [, top] = pixelsAt(fitted(), WIDE, 1, 1);
  expect([bottom, top].map((y) => y > 0 && y < 500)).toEqual([true, true]);
  expect(top).toBeLessThan(bottom);
});

it("converts pixels to the world and back, zoomed and panned too", () => {
  const camera = fitted();
  zoomBy(camera, 7);
  camera.position.set(0.3, -0.2, 4);
  const [x, y] = pixelsAt(camera, WIDE, ...worldAt(camera, WIDE, 123, 456));
  expect(x).toBeCloseTo(123);
  expect(y).toBeCloseTo(456);
});

it("covers less of the world with a pixel the closer it comes", () => {
  const camera = fitted();
  const far = worldPerPixel(camera, WIDE);
  zoomBy(camera, 2);
  expect(worldPerPixel(camera, WIDE)).toBeCloseTo(far / 2);
});

it("stops zooming at its limits", () => {
  const camera = fitted();
  zoomBy(camera, 1e9);
  expect(camera.zoom).toBe(80);
});

it("looks at a part of the world until the user moves the camera", () => {
  const camera = fitted();
  camera.position.z = 1;
  const controls = new OrbitControls(camera, null);
  const part = { x: 0.25, y: -0.5, zoom: 8 };
  expect(looksAt(camera, part)).toBe(false);
  lookAt(camera, controls, part);
  expect(looksAt(camera, part)).toBe(true);
  const [middle, edge] = [pixelsAt(camera, WIDE, 0.25, -0.5), pixelsAt(camera, WIDE, 0.25, -0.375)];
  [500, 250, 500].forEach((expected, at) => {
    expect([...middle, edge[0]][at]).toBeCloseTo(expected, 9);
  });
  expect(edge[1]).toBeCloseTo(250 - 250 / 1.06, 9);
  camera.position.x += 0.001;
  expect(looksAt(camera, part)).toBe(false);
  lookAt(camera, controls, part);
  zoomBy(camera, 1.01);
  expect(looksAt(camera, part)).toBe(false);
});

it.each([
  ["high", { halfWidth: 0.1, halfHeight: 0.5 }, [500 - 50 / 1.06, 250 - 250 / 1.06]],
  ["wide", { halfWidth: 0.8, halfHeight: 0.1 }, [500 - 500 / 1.06, 250 - 62.5 / 1.06]],
])("fills the plot with a rectangle, with a margin: %s", (_, sides, corner) => {
  const camera = fitted();
  camera.position.z = 1;
  const part = { x: 0.25, y: -0.5, ...sides };
  lookAt(camera, new OrbitControls(camera, null), viewOn(camera, WIDE, { ...WIDE, x: 500, y: 250 }, part));
  const found = pixelsAt(camera, WIDE, part.x - part.halfWidth, part.y + part.halfHeight);
  expect(found).toEqual(corner.map((expected) => expect.closeTo(expected, 9) as number));
});

it.each([
  ["above, as far down as it must be", { x: 500, y: 300, width: 1000, height: 400 }, [500, 300]],
  ["right, in the middle where there is room", { x: 450, y: 250, width: 900, height: 500 }, [500, 250]],
  ["right, as far aside as it must be", { x: 200, y: 250, width: 400, height: 500 }, [200, 250]],
])("fills the room beside what lies over the plot: %s", (_, room, middle) => {
  const camera = fitted();
  camera.position.z = 1;
  const part = { x: 0.25, y: -0.5, halfWidth: 0.2, halfHeight: 0.2 };
  lookAt(camera, new OrbitControls(camera, null), viewOn(camera, WIDE, room, part));
  const [left, top] = pixelsAt(camera, WIDE, part.x - 0.2, part.y + 0.2);
  const [right, bottom] = pixelsAt(camera, WIDE, part.x + 0.2, part.y - 0.2);
  const side = Math.min(room.width, room.height) / 1.06;
  const found = [right - left, bottom - top, (left + right) / 2, (top + bottom) / 2];
  expect(found).toEqual([side, side, ...middle].map((expected) => expect.closeTo(expected, 9) as number));
});

it("looks exactly at its target, although the controls are slightly off in between", () => {
  const camera = fitted();
  camera.up.set(0, 0, 1);
  camera.position.z = 4;
  const controls = new OrbitControls(camera, null);
  lookAt(camera, controls, { x: 0.25, y: -0.5, zoom: 2 });
  controls.update();
  expect(camera.position.x).toBeCloseTo(0.25, 12);
  expect(camera.position.y).toBeCloseTo(-0.5, 12);
});
