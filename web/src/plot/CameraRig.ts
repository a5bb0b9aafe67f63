/** The plot's camera over one projection: where it looks, and the way between pixels and the wire's units. */
import type { OrthographicCamera } from "three";
import type { OrbitControls } from "three/addons/controls/OrbitControls.js";
import type { View } from "../page/ViewStore.ts";
import {
  fitCamera,
  lookAt,
  looksAt,
  pixelsAt,
  setUpControls,
  viewOn,
  worldAt,
  worldPerPixel,
  zoomBy,
} from "./camera.ts";
import type { Box, Rectangle, Size } from "./camera.ts";
import { rectangleAround, toUnits, toWorld, WHOLE_WORLD } from "./frame.ts";
import type { Placement } from "./frame.ts";
import { aim, rectBetween } from "./framing.ts";
import type { Rect } from "./framing.ts";
import type { Position } from "./positions.ts";
import { roomIn } from "./room.ts";

export class CameraRig {
  private placement: Placement = WHOLE_WORLD;
  /** The view of the whole projection in the room that was free when it was last taken. */
  private whole: View;
  /** Show the next projection as a whole, as the last one was. */
  private fitNext = false;

  constructor(
    private readonly camera: OrthographicCamera,
    private readonly controls: OrbitControls,
    private size: Size,
    /** What always lies over the plot. */
    private readonly taken: () => readonly Box[],
    /** Called when the camera has moved. */
    private readonly onMove: () => void,
  ) {
    setUpControls(controls);
    controls.addEventListener("change", onMove);
    this.whole = this.viewOn(this.placement.bounds);
  }

  /** Null while the camera shows the whole projection. */
  get view(): View | null {
    const { position, zoom } = this.camera;
    return this.fitNext || this.looksWhole() ? null : { x: position.x, y: position.y, zoom };
  }

  /** Where the camera is, also while it shows the whole projection. */
  get at(): View {
    const { position, zoom } = this.camera;
    return { x: position.x, y: position.y, zoom };
  }

  /** The zoom, relative to that which fills the plot with the whole projection, whatever lies over it. */
  get relativeZoom(): number {
    return this.camera.zoom / this.viewOn(this.placement.bounds, []).zoom;
  }

  /** Fit to another size of the plot; a camera that showed the whole projection still does. */
  resize(size: Size): void {
    const showsWhole = this.looksWhole();
    this.reshape(size);
    this.measure();
    if (showsWhole) this.lookAt(this.whole);
  }

  /** Take another projection; a camera that the user moved keeps looking at the same part of the frame. */
  place(placement: Placement): void {
    this.fitNext ||= this.looksWhole();
    this.placement = placement;
    this.measure();
  }

  /** The first epoch of a projection is here: show the projection whole if the last one was. */
  settle(): void {
    this.measure();
    if (this.fitNext) this.showWhole();
  }

  zoomBy(factor: number): void {
    zoomBy(this.camera, factor);
    this.controls.update();
    this.onMove();
  }

  /** Move to a view; null shows the whole projection. */
  setView(view: View | null): void {
    if (view === null) {
      this.showWhole();
      return;
    }
    this.fitNext = false;
    this.lookAt(view);
  }

  /** Move so that a position, in the wire's units, is in the middle, at the same zoom. */
  center(position: Position): void {
    const [x, y] = toWorld(this.placement, ...position);
    this.setView({ x, y, zoom: this.camera.zoom });
  }

  showWhole(): void {
    this.fitNext = false;
    this.measure();
    this.lookAt(this.whole);
  }

  /** Move so that positions, in the wire's units, fill the plot; without any, or if they do, show the whole projection. */
  fit(positions: readonly Position[]): void {
    this.measure();
    const around = rectangleAround(positions.map(([x, y]) => toWorld(this.placement, x, y)));
    const view = around === null ? this.whole : this.viewOn(around);
    this.lookAt(looksAt(this.camera, view) ? this.whole : view);
  }

  /** The rectangle of the world that is in view. */
  get seen(): Rect {
    const { width, height } = this.size;
    return rectBetween(worldAt(this.camera, this.size, 0, height), worldAt(this.camera, this.size, width, 0));
  }

  /** The rectangle of the world between two corners in the wire's units. */
  rectBetween([x, y]: Position, [otherX, otherY]: Position): Rect {
    return rectBetween(toWorld(this.placement, x, y), toWorld(this.placement, otherX, otherY));
  }

  /** Draw or describe something while the camera shows a rectangle in a plot of another size; null leaves it where it looks. */
  aimed<Result>(size: Size, rect: Rect | null, draw: () => Result): Result {
    const { camera, size: before } = this;
    const [position, zoom] = [camera.position.clone(), camera.zoom];
    this.reshape(size);
    if (rect !== null) aim(camera, rect);
    try {
      return draw();
    } finally {
      camera.position.copy(position);
      camera.zoom = zoom;
      this.reshape(before);
    }
  }

  /** From CSS pixels in the plot to the world. */
  toWorld(x: number, y: number): [x: number, y: number] {
    return worldAt(this.camera, this.size, x, y);
  }

  /** From CSS pixels in the plot to the wire's units. */
  toUnits(x: number, y: number): [x: number, y: number] {
    return toUnits(this.placement, ...this.toWorld(x, y));
  }

  /** From the wire's units to CSS pixels in the plot. */
  toPixels(position: Position): [x: number, y: number] {
    return this.fromWorld(...this.inWorld(position));
  }

  /** From the world to CSS pixels in the plot. */
  fromWorld(x: number, y: number): [x: number, y: number] {
    return pixelsAt(this.camera, this.size, x, y);
  }

  /** From the wire's units to the world. */
  inWorld([x, y]: Position): [x: number, y: number] {
    return toWorld(this.placement, x, y);
  }

  /** How many of the wire's units one CSS pixel covers. */
  unitsPerPixel(): number {
    return worldPerPixel(this.camera, this.size) / this.placement.step;
  }

  dispose(): void {
    this.controls.dispose();
  }

  private reshape(size: Size): void {
    this.size = size;
    fitCamera(this.camera, size);
  }

  private measure(): void {
    this.whole = this.viewOn(this.placement.bounds);
  }

  /** The view in which a part of the world fills the room that is free. */
  private viewOn(part: Rectangle, taken = this.taken()): View {
    return viewOn(this.camera, this.size, roomIn(this.size, taken), part);
  }

  private looksWhole(): boolean {
    return looksAt(this.camera, this.whole);
  }

  private lookAt(view: View): void {
    lookAt(this.camera, this.controls, view);
    this.onMove();
  }
}
