/** The plot's camera over one projection: where it looks, and the way between pixels and the wire's units. */
import type { OrthographicCamera } from "three";
import type { OrbitControls } from "three/addons/controls/OrbitControls.js";
import type { View } from "../page/ViewStore.ts";
import { fitCamera, lookAt, looksAt, pixelsAt, setUpControls, worldAt, worldPerPixel, zoomBy } from "./camera.ts";
import type { Size, Square } from "./camera.ts";
import { squareAroundPositions, squareOf, toUnits, toWorld, WHOLE_WORLD } from "./frame.ts";
import type { Placement } from "./frame.ts";
import { aim, rectBetween } from "./framing.ts";
import type { Rect } from "./framing.ts";
import type { Position } from "./positions.ts";

export class CameraRig {
  private placement: Placement = WHOLE_WORLD;
  /** Show the next projection as a whole, as the last one was. */
  private fitNext = false;

  constructor(
    private readonly camera: OrthographicCamera,
    private readonly controls: OrbitControls,
    private size: Size,
    /** Called when the camera has moved. */
    private readonly onMove: () => void,
  ) {
    setUpControls(controls);
    controls.addEventListener("change", onMove);
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

  /** The zoom at which the whole projection fills the plot is 1. */
  get relativeZoom(): number {
    return this.camera.zoom * squareOf(this.placement).half;
  }

  get zoom(): number {
    return this.camera.zoom;
  }

  resize(size: Size): void {
    this.size = size;
    fitCamera(this.camera, size);
  }

  /** Take another projection; a camera that the user moved keeps looking at the same part of the frame. */
  place(placement: Placement): void {
    this.fitNext ||= this.looksWhole();
    this.placement = placement;
  }

  /** The first epoch of a projection is here: show the projection whole if the last one was. */
  settle(): void {
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
    this.lookAt({ x: view.x, y: view.y, half: 1 / view.zoom });
  }

  /** Move so that a position, in the wire's units, is in the middle, at the same zoom. */
  center(position: Position): void {
    const [x, y] = toWorld(this.placement, ...position);
    this.setView({ x, y, zoom: this.zoom });
  }

  showWhole(): void {
    this.fitNext = false;
    this.lookAt(squareOf(this.placement));
  }

  /** Move so that positions, in the wire's units, fill the plot; without any, stay. */
  showPositions(positions: readonly Position[]): void {
    const square = squareAroundPositions(positions.map(([x, y]) => toWorld(this.placement, x, y)));
    if (square !== null) this.lookAt(square);
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
    this.resize(size);
    if (rect !== null) aim(camera, rect);
    try {
      return draw();
    } finally {
      camera.position.copy(position);
      camera.zoom = zoom;
      this.resize(before);
    }
  }

  /** From CSS pixels in the plot to the wire's units. */
  toUnits(x: number, y: number): [x: number, y: number] {
    return toUnits(this.placement, ...worldAt(this.camera, this.size, x, y));
  }

  /** From the wire's units to CSS pixels in the plot. */
  toPixels([x, y]: Position): [x: number, y: number] {
    return pixelsAt(this.camera, this.size, ...toWorld(this.placement, x, y));
  }

  /** How many of the wire's units one CSS pixel covers. */
  unitsPerPixel(): number {
    return worldPerPixel(this.camera, this.size) / this.placement.step;
  }

  dispose(): void {
    this.controls.dispose();
  }

  private looksWhole(): boolean {
    return looksAt(this.camera, squareOf(this.placement));
  }

  private lookAt(square: Square): void {
    lookAt(this.camera, this.controls, square);
    this.onMove();
  }
}
