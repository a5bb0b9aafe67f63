/** The plot: typed arrays and sample numbers in, hovered and picked samples out. */
import { ColorManagement } from "three";
import type { HoveredInPlot } from "../page/HoverStore.ts";
import type { Picking } from "../page/SelectionStore.ts";
import type { View } from "../page/ViewStore.ts";
import type { Size } from "./camera.ts";
import { CameraRig } from "./CameraRig.ts";
import { Contents } from "./Contents.ts";
import type { Overlay } from "./drawn.ts";
import type { Placement } from "./frame.ts";
import type { Frame, Rect } from "./framing.ts";
import { Gestures } from "./gestures.ts";
import { comeFrom, placesOnScreen } from "./gliding.ts";
import type { Skin } from "./looks.ts";
import { AT_REST, inFilm, Motion } from "./Motion.ts";
import type { DrawnOutline } from "./Outlines.ts";
import { Overlays } from "./Overlays.ts";
import { Painter } from "./Painter.ts";
import { Picker } from "./Picker.ts";
import { PlotCanvas } from "./PlotCanvas.ts";
import type { CanvasEvents } from "./PlotCanvas.ts";
import { Pointing } from "./Pointing.ts";
import { momentAt } from "./positions.ts";
import type { Position } from "./positions.ts";
import { boxesAlwaysOver } from "./room.ts";
import { snapshotOf } from "./snapshot.ts";
import type { Snapshot } from "./snapshot.ts";
import { Walker } from "./Walker.ts";

export interface ScatterEvents extends Pick<CanvasEvents, "onLost" | "onRestored"> {
  onHover(hovered: HoveredInPlot | null): void;
  onPick(samples: readonly number[], picking: Picking): void;
  /** A sample was double-clicked. */
  onOpen(sample: number): void;
  /** The camera moved; null where it shows the whole projection. */
  onView(view: View | null, camera: View): void;
  /** Whether everything on the plot has come to rest. */
  onStill(still: boolean): void;
}

export class ScatterView {
  readonly contents = new Contents(() => {
    this.canvas.requestDraw();
  });
  readonly walker: Walker;
  private readonly canvas: PlotCanvas;
  private readonly painter: Painter;
  private readonly rig: CameraRig;
  private readonly pointing: Pointing;
  private readonly overlays: Overlays;
  private readonly gestures: Gestures;
  private readonly picker: Picker;
  private readonly motion = new Motion();
  /** On the timeline. */
  private position = 0;
  /** What tells the layout of the projection from others: one that has gained epochs lies where it was. */
  private layout = "";
  /** Where samples were on screen with the last projection; null where they will not glide from there. */
  private leaving: Float32Array | null = null;

  /** Throws where the browser has no WebGL 2. */
  constructor(
    container: HTMLElement,
    private readonly events: ScatterEvents,
  ) {
    ColorManagement.enabled = false;
    this.canvas = this.makeCanvas(container);
    const { host, camera, controls, size } = this.canvas;
    const taken = () => boxesAlwaysOver(host);
    this.rig = new CameraRig(camera, controls, size, taken, () => {
      events.onView(this.rig.view, this.rig.at);
      this.canvas.requestDraw();
    });
    this.painter = new Painter(this.contents, this.canvas, this.rig);
    this.overlays = new Overlays(host);
    this.picker = new Picker(this.contents, this.rig, this.overlays, this.motion);
    this.pointing = new Pointing(
      host,
      this.overlays,
      () => (this.motion.gliding ? null : this.painter.now),
      (hovered) => {
        events.onHover(hovered);
      },
    );
    this.walker = new Walker(this.pointing, this.rig, this.painter, events);
    this.gestures = new Gestures(host, {
      onClick: (x, y, picking) => {
        this.pickAt(x, y, picking);
      },
      onDoubleClick: (x, y) => {
        const sample = this.picker.at(x, y);
        if (sample !== null) events.onOpen(sample);
      },
      // What is inside must be seen while the outline is drawn.
      onOutline: () => {
        this.pointing.hover(null);
      },
      onLasso: (outline, picking) => {
        this.pickInside(outline, picking);
      },
    });
    this.canvas.start();
  }

  setSkin(skin: Skin): void {
    this.canvas.setBackground(skin.background);
    this.contents.setSkin(skin);
  }

  /** Put a ring around a sample that is hovered elsewhere. */
  setRing(sample: number | null): void {
    this.pointing.mark(sample);
  }

  /** Set whether a plain drag draws a lasso instead of moving the camera. */
  setLassoing(lassoing: boolean): void {
    this.gestures.lassoing = lassoing;
    this.canvas.host.dataset.lassoing = String(lassoing);
  }

  /** Set whether points may glide and draw tails behind them. */
  setMoving(moving: boolean): void {
    this.motion.enabled = moving;
  }

  /** Make room for another projection; the last plot stays until its first epoch is shown, and glides to a new layout. */
  startProjection(samples: number, epochs: number, placement: Placement, layout: string): void {
    const glides = this.motion.enabled && layout !== this.layout;
    this.leaving = glides ? (placesOnScreen(this.rig, this.contents) ?? this.leaving) : null;
    this.layout = layout;
    this.rig.place(placement);
    this.contents.startProjection(samples, epochs, placement);
    this.pointing.hover(null);
  }

  /** Show a position on the timeline (2.5 is halfway from 2 to 3); return false if its epochs are not loaded yet. */
  show(position: number): boolean {
    const isFirst = this.contents.moment === null;
    if (!this.contents.show(momentAt(position))) return false;
    this.rig.settle();
    if (isFirst) this.arrive();
    if (isFirst || position !== this.position) this.events.onStill(false);
    this.position = position;
    return true;
  }

  clear(): void {
    this.leaving = null;
    this.motion.reset();
    this.contents.clear();
    this.pointing.hover(null);
  }

  /** The points on screen, with what is under and over them, as plain data; null while there are none. */
  snapshot(): (Snapshot & Overlay & { readonly outlines: readonly DrawnOutline[] }) | null {
    const drawn = this.painter.now;
    if (drawn === null) return null;
    return { ...snapshotOf(drawn), ...this.overlays.over(drawn), outlines: this.painter.outlinesOf(drawn) };
  }

  /**
   * Draw the points into another canvas, whose unit is a CSS pixel of `pixelRatio` device pixels, at a position on the
   * timeline or as on screen. Return the overlay; null if the epochs are not loaded.
   */
  drawInto(canvas: CanvasRenderingContext2D, pixelRatio: number, position?: number): Overlay | null {
    const drawn = position === undefined ? this.painter.now : this.painter.drawnAt(momentAt(position));
    if (drawn === null) return null;
    const filmed = position !== undefined && this.motion.enabled;
    this.painter.paint(drawn, pixelRatio, filmed ? inFilm(position, drawn.table.epochs - 1) : AT_REST);
    const { width, height } = this.canvas.size;
    canvas.drawImage(this.canvas.element, 0, 0, width, height);
    // The browser shows nothing before its next frame, so this drawing is never visible.
    this.canvas.requestDraw();
    return this.overlays.over(drawn);
  }

  /** The rectangle of the world in which samples are drawn, on screen or over all epochs; null without any. */
  bounds(always: boolean): Rect | null {
    const extent = this.contents.extent(always);
    return extent === null ? null : this.rig.rectBetween(...extent);
  }

  /** The size of the plot on screen, and the rectangle of the world in it. */
  get seen(): { readonly size: Size; readonly rect: Rect } {
    return { size: this.canvas.size, rect: this.rig.seen };
  }

  /** Draw or describe the plot as if it had another size and showed another part of the world. */
  framed<Result>({ size, rect }: Frame, draw: () => Result): Result {
    return this.canvas.sized(size, () => this.rig.aimed(size, rect, draw));
  }

  zoomBy(factor: number): void {
    this.rig.zoomBy(factor);
  }

  /** Move the camera to a view; null shows the whole projection. */
  setView(view: View | null): void {
    this.rig.setView(view);
  }

  /** Move the camera so that the samples to look at fill the plot; if they do already, show the whole projection. */
  fit(): void {
    this.rig.fit(this.contents.positionsInFocus());
  }

  dispose(): void {
    this.gestures.dispose();
    this.contents.points.dispose();
    this.rig.dispose();
    this.canvas.dispose();
  }

  private makeCanvas(container: HTMLElement): PlotCanvas {
    return new PlotCanvas(container, this.contents.points, {
      ...this.events,
      onDraw: () => {
        this.draw();
      },
      onResize: (size) => {
        this.rig.resize(size);
      },
      onPoint: (x, y) => {
        this.pointing.hover(this.picker.at(x, y));
      },
      onLeave: () => {
        this.pointing.hover(null);
      },
    });
  }

  private pickAt(x: number, y: number, picking: Picking): void {
    if (this.motion.gliding) return;
    const sample = this.picker.at(x, y);
    // A click beside all points with a modifier key is a slip.
    if (sample !== null || picking === "replace") this.events.onPick(sample === null ? [] : [sample], picking);
  }

  private pickInside(outline: readonly Position[], picking: Picking): void {
    const samples = this.picker.inside(outline);
    if (samples !== null) this.events.onPick(samples, picking);
  }

  private draw(): void {
    // The last plot stays until the next projection is here.
    if (this.contents.awaited) return;
    const frame = this.motion.advance(this.position, performance.now());
    const { gliding, still } = this.motion;
    const drawn = this.painter.now;
    const settled = gliding ? null : drawn;
    this.overlays.show(settled);
    this.pointing.update(settled);
    const moving = gliding || (drawn !== null && drawn.moment.share > 0);
    this.painter.paint(drawn, window.devicePixelRatio, still ? AT_REST : frame, moving);
    const done = still && !this.painter.late;
    if (!done) this.canvas.requestDraw();
    this.events.onStill(done);
  }

  /** The first epoch of another projection is here: have the points come from where they were on screen. */
  private arrive(): void {
    const { leaving } = this;
    this.leaving = null;
    this.motion.reset();
    if (leaving !== null && comeFrom(leaving, this.rig, this.contents)) this.motion.beginGlide();
  }
}
