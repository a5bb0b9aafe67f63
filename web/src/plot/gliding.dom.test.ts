import { OrthographicCamera } from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { expect, it } from "vitest";
import { fitCamera } from "./camera.ts";
import { CameraRig } from "./CameraRig.ts";
import { Contents } from "./Contents.ts";
import { WHOLE_WORLD } from "./frame.ts";
import { comeFrom, placesOnScreen } from "./gliding.ts";
import { momentAt } from "./positions.ts";

const SIZE = { width: 400, height: 400 };

/** A plot of two samples, before anything is drawn on it. */
function makePlot(): { rig: CameraRig; contents: Contents } {
  const camera = new OrthographicCamera();
  fitCamera(camera, SIZE);
  const rig = new CameraRig(
    camera,
    new OrbitControls(camera, null),
    SIZE,
    () => [],
    () => undefined,
  );
  return { rig, contents: new Contents(() => undefined) };
}

function show(contents: Contents, positions: readonly number[]): void {
  contents.startProjection(positions.length / 2, 1, WHOLE_WORLD);
  contents.setEpoch(0, Uint16Array.from(positions));
  contents.show(momentAt(0));
}

it("starts a glide from where the last one has come to", () => {
  const { rig, contents } = makePlot();
  expect(placesOnScreen(rig, contents)).toBeNull();
  show(contents, [0, 0, 65535, 65535]);
  const before = placesOnScreen(rig, contents) ?? new Float32Array();
  show(contents, [65535, 0, 65535, 65535]);
  const after = placesOnScreen(rig, contents) ?? new Float32Array();
  expect(comeFrom(before, rig, contents)).toBe(true);
  for (const glide of [0, 0.25, 1]) {
    contents.points.showMotion({ glide, tipGlide: glide, tails: 1 }, null);
    const expected = Array.from(before, (from, at) => from + glide * ((after[at] ?? 0) - from));
    const places = Array.from(placesOnScreen(rig, contents) ?? []);
    expect(places).toEqual(expected.map((pixels) => expect.closeTo(pixels, 3) as number));
  }
});

it("does not glide where the samples are others", () => {
  const { rig, contents } = makePlot();
  show(contents, [0, 0]);
  expect(comeFrom(new Float32Array(4), rig, contents)).toBe(false);
});
