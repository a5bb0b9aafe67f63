/** What a saved plot shows, which need not be what is on screen: its size, and the part of the world in it. */
import type { OrthographicCamera } from "three";
import type { Size } from "./camera.ts";
import type { Position } from "./positions.ts";

/** A part of the world: its middle and its size. */
export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

export interface Frame {
  /** CSS pixels. */
  readonly size: Size;
  /** What must be in view; null leaves the camera as it is. */
  readonly rect: Rect | null;
}

/** Return the rectangle between two corners. */
export function rectBetween([left, bottom]: Position, [right, top]: Position): Rect {
  return { x: (left + right) / 2, y: (bottom + top) / 2, width: right - left, height: top - bottom };
}

/** Move a camera so that it shows a rectangle whole, and no more of the world than its own shape requires. */
export function aim(camera: OrthographicCamera, { x, y, width, height }: Rect): void {
  camera.position.set(x, y, camera.position.z);
  camera.zoom = Math.min((camera.right - camera.left) / width, (camera.top - camera.bottom) / height);
  camera.updateProjectionMatrix();
}
