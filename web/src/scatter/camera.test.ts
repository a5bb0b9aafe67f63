import { OrthographicCamera } from "three";
import { expect, it } from "vitest";
import { fitCamera, pixelsAt, worldAt, worldPerPixel, zoomBy } from "./camera.ts";

const WIDE = { width: 1000, height: 500 };

function fitted(): OrthographicCamera {
  const camera = new OrthographicCamera();
  fitCamera(camera, WIDE);
  return camera;
}

it("shows the middle of the world in the middle of the picture", () => {
  expect(worldAt(fitted(), WIDE, 500, 250)).toEqual([0, 0]);
});

it("shows the whole world on a wide picture, with y upwards", () => {
  const [, bottom] = pixelsAt(fitted(), WIDE, -1, -1);
  const [, top] = pixelsAt(fitted(), WIDE, 1, 1);
  expect([bottom, top].map((y) => y > 0 && y < 500)).toEqual([true, true]);
  expect(top).toBeLessThan(bottom);
});

it("finds back from pixels to the world, zoomed and panned too", () => {
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
