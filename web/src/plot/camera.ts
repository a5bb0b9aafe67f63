/** The flat camera over the plot: fitting it to the page, and the way between pixels and the world. */
import { TOUCH } from "three";
import type { OrthographicCamera } from "three";
import type { OrbitControls } from "three/addons/controls/OrbitControls.js";
import type { View } from "../page/ViewStore.ts";

/** The projections of a run fill -1 to 1; this leaves a margin around them. */
const HALF_EXTENT = 1.06;
const LEAST_ZOOM = 0.5;
const MOST_ZOOM = 80;
/** A notch of a wheel, 100 pixels, zooms by 15%, as on maps; two fingers by as much as they part: what is under them stays there. */
const WHEEL_SPEED = 2.7;
const PINCH_SPEED = 1;
/** Less than this share of the plot is no movement. */
const STILL = 1e-4;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A part of the plot: its middle and its size, in CSS pixels from the plot's upper left. */
export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

/** A part of the world: its middle and half of its sides. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
}

/** Show the whole world at zoom 1, whatever the page's shape. */
export function fitCamera(camera: OrthographicCamera, size: Size): void {
  const aspect = size.width / size.height;
  camera.right = HALF_EXTENT * Math.max(1, aspect);
  camera.top = HALF_EXTENT * Math.max(1, 1 / aspect);
  camera.left = -camera.right;
  camera.bottom = -camera.top;
  camera.updateProjectionMatrix();
}

export function setUpControls(controls: OrbitControls): void {
  controls.zoomToCursor = true;
  controls.minZoom = LEAST_ZOOM;
  controls.maxZoom = MOST_ZOOM;
  controls.touches.ONE = TOUCH.PAN;
  controls.touches.TWO = TOUCH.DOLLY_PAN;
  controls.domElement?.addEventListener(
    "wheel",
    () => {
      controls.zoomSpeed = WHEEL_SPEED;
    },
    { capture: true },
  );
  controls.domElement?.addEventListener(
    "pointerdown",
    () => {
      controls.zoomSpeed = PINCH_SPEED;
      controls.saveState();
    },
    { capture: true },
  );
  // The browser scrolls the page instead: nothing has moved.
  controls.domElement?.addEventListener("pointercancel", () => {
    controls.reset();
  });
}

export function zoomBy(camera: OrthographicCamera, factor: number): void {
  camera.zoom = withinLimits(camera.zoom * factor);
  camera.updateProjectionMatrix();
}

/** Return the view in which a part of the world fills some room in the plot, with a margin, as near to the plot's middle as that allows. */
export function viewOn(camera: OrthographicCamera, size: Size, room: Box, part: Rectangle): View {
  const pixels = size.width / (2 * camera.right);
  const scale = Math.min(room.width / part.halfWidth, room.height / part.halfHeight) / (2 * HALF_EXTENT);
  const zoom = withinLimits(scale / pixels);
  const [right, down] = [
    aside(size.width / 2, room.x, room.width / 2 - HALF_EXTENT * scale * part.halfWidth),
    aside(size.height / 2, room.y, room.height / 2 - HALF_EXTENT * scale * part.halfHeight),
  ];
  return { x: part.x - right / (zoom * pixels), y: part.y + down / (zoom * pixels), zoom };
}

/** Return how far something must move aside to be no more than some slack away from a place. */
function aside(from: number, place: number, slack: number): number {
  const away = place - from;
  return Math.sign(away) * Math.max(0, Math.abs(away) - Math.max(0, slack));
}

export function lookAt(camera: OrthographicCamera, controls: OrbitControls, { x, y, zoom }: View): void {
  controls.target.set(x, y, controls.target.z);
  camera.position.set(x, y, camera.position.z);
  camera.zoom = 1;
  zoomBy(camera, zoom);
  controls.update();
  // OrbitControls keeps the camera 4e-6 beside its target, which would add up from link to link.
  controls.target.add({ x: x - camera.position.x, y: y - camera.position.y, z: 0 });
  camera.position.set(x, y, camera.position.z);
  controls.update();
}

/** Whether the camera is where `lookAt` put it: the user has not moved it since. */
export function looksAt({ position, zoom }: OrthographicCamera, view: View): boolean {
  const away = Math.hypot(position.x - view.x, position.y - view.y);
  return away * view.zoom < STILL && Math.abs(zoom / view.zoom - 1) < STILL;
}

/** How much of the world one CSS pixel covers. */
export function worldPerPixel(camera: OrthographicCamera, size: Size): number {
  return (2 * camera.right) / camera.zoom / size.width;
}

/** From CSS pixels in the plot to the world. */
export function worldAt(camera: OrthographicCamera, size: Size, x: number, y: number): [x: number, y: number] {
  const worldX = camera.position.x + ((2 * x) / size.width - 1) * (camera.right / camera.zoom);
  const worldY = camera.position.y + (1 - (2 * y) / size.height) * (camera.top / camera.zoom);
  return [worldX, worldY];
}

/** From the world to CSS pixels in the plot. */
export function pixelsAt(camera: OrthographicCamera, size: Size, x: number, y: number): [x: number, y: number] {
  const acrossX = ((x - camera.position.x) * camera.zoom) / camera.right;
  const acrossY = ((y - camera.position.y) * camera.zoom) / camera.top;
  return [((acrossX + 1) / 2) * size.width, ((1 - acrossY) / 2) * size.height];
}

function withinLimits(zoom: number): number {
  return Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom));
}
