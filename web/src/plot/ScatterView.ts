/** The plot: typed arrays and sample numbers in, hovered and picked samples out. */
import { ColorManagement } from "three";
import type { HoveredInPlot } from "../page/HoverStore.ts";
import type { Picking } from "../page/SelectionStore.ts";
import type { View } from "../page/ViewStore.ts";
import type { Size } from "./camera.ts";
import { CameraRig } from "./CameraRig.ts";
import { Contents } from "./Contents.ts";
import { isInView, positionIn } from "./drawn.ts";
import type { Drawn, Overlay } from "./drawn.ts";
import type { Placement } from "./frame.ts";
import type { Frame, Rect } from "./framing.ts";
import { Gestures } from "./gestures.ts";
import { backgroundOf } from "./looks.ts";
import type { Skin } from "./looks.ts";
import { Outlines } from "./Outlines.ts";
import type { DrawnOutline } from "./Outlines.ts";
import { Overlays } from "./Overlays.ts";
import { pickSample, REACH, samplesInside } from "./picking.ts";
import { PlotCanvas } from "./PlotCanvas.ts";
import { Pointing } from "./Pointing.ts";
import { momentAt } from "./positions.ts";
import type { Moment, Position } from "./positions.ts";
import { snapshotOf } from "./snapshot.ts";
import type { Snapshot } from "./snapshot.ts";
import { middleSample, nextSample } from "./walking.ts";
import type { Step } from "./walking.ts";

/** How far a step of a walk goes at least, in CSS pixels. */
const NEAR_STEP = 0.5,
  FAR_STEP = 80;
/** Closer to the edge than this, a sample that a walk reaches is moved to the middle of the plot. */
const EDGE = 12;

/** Outlines that move are painted with fewer pixels: no eye follows them all, and painting is what takes time. */
const MOVING_DETAIL = 0.5;

export interface ScatterEvents {
  onHover(hovered: HoveredInPlot | null): void;
  onPick(samples: readonly number[], picking: Picking): void;
  /** A sample was double-clicked. */
  onOpen(sample: number): void;
  /** The camera moved; null where it shows the whole projection. */
  onView(view: View | null, camera: View): void;
  /** The graphics card dropped the context. */
  onLost(): void;
  /** It can draw again, with a new ScatterView. */
  onRestored(): void;
}

export class ScatterView {
  readonly contents = new Contents(() => {
    this.canvas.requestDraw();
  });
  private readonly canvas: PlotCanvas;
  private readonly rig: CameraRig;
  private readonly pointing: Pointing;
  private readonly overlays: Overlays;
  private readonly outlines = new Outlines();
  private readonly gestures: Gestures;

  /** Throws where the browser has no WebGL 2. */
  constructor(
    container: HTMLElement,
    private readonly events: ScatterEvents,
  ) {
    ColorManagement.enabled = false;
    this.canvas = this.makeCanvas(container);
    const { host, camera, controls, size } = this.canvas;
    this.rig = new CameraRig(camera, controls, size, () => {
      events.onView(this.rig.view, this.rig.at);
      this.canvas.requestDraw();
    });
    this.overlays = new Overlays(host);
    this.pointing = new Pointing(
      host,
      this.overlays,
      () => this.drawnAt(this.contents.moment),
      (hovered) => {
        events.onHover(hovered);
      },
    );
    this.gestures = new Gestures(host, {
      onClick: (x, y, picking) => {
        this.pickAt(x, y, picking);
      },
      onDoubleClick: (x, y) => {
        const sample = this.pick(x, y);
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

  /** Make room for another projection; the last plot stays until its first epoch is shown. */
  startProjection(samples: number, epochs: number, placement: Placement): void {
    this.rig.place(placement);
    this.contents.startProjection(samples, epochs, placement);
    this.pointing.hover(null);
  }

  /** Show a position on the timeline (2.5 is halfway from 2 to 3); return false if its epochs are not loaded yet. */
  show(position: number): boolean {
    if (!this.contents.show(momentAt(position))) return false;
    this.rig.settle();
    return true;
  }

  clear(): void {
    this.contents.clear();
    this.pointing.hover(null);
  }

  /** The points on screen, with what is under and over them, as plain data; null while there are none. */
  snapshot(): (Snapshot & Overlay & { readonly outlines: readonly DrawnOutline[] }) | null {
    const drawn = this.drawnAt(this.contents.moment);
    if (drawn === null) return null;
    return { ...snapshotOf(drawn), ...this.overlays.over(drawn), outlines: this.outlines.of(drawn) };
  }

  /**
   * Draw the points into another canvas, whose unit is a CSS pixel of `pixelRatio` device pixels, at a position on the
   * timeline or as on screen. Return the overlay; null if the epochs are not loaded.
   */
  drawInto(canvas: CanvasRenderingContext2D, pixelRatio: number, position?: number): Overlay | null {
    const drawn = this.drawnAt(position === undefined ? this.contents.moment : momentAt(position));
    if (drawn === null) return null;
    this.render(drawn, pixelRatio);
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

  /** Go to the nearest sample in a direction, or to a farther one; the first step goes to the middle of the plot. */
  walk(step: Step, far: boolean): void {
    const drawn = this.drawnAt(this.contents.moment);
    if (drawn === null) return;
    const from = this.pointing.sample;
    const next =
      from === null
        ? middleSample(drawn)
        : nextSample(drawn, positionIn(drawn, from), step, far ? FAR_STEP : NEAR_STEP);
    if (next === null) return;
    if (!isInView(drawn, positionIn(drawn, next), -EDGE)) this.rig.center(drawn.table.at(next, drawn.moment));
    this.pointing.hover(next);
  }

  /** Pick the sample that the walk has reached; return whether it has reached one. */
  pickWalked(picking: Picking): boolean {
    const { sample } = this.pointing;
    if (sample !== null) this.events.onPick([sample], picking);
    return sample !== null;
  }

  /** Leave the sample that the walk has reached, or that is hovered; return whether there was one. */
  leave(): boolean {
    const { sample } = this.pointing;
    if (sample !== null) this.pointing.hover(null);
    return sample !== null;
  }

  dispose(): void {
    this.gestures.dispose();
    this.contents.points.dispose();
    this.rig.dispose();
    this.canvas.dispose();
  }

  private makeCanvas(container: HTMLElement): PlotCanvas {
    return new PlotCanvas(container, this.contents.points, {
      onDraw: () => {
        this.draw();
      },
      onResize: (size) => {
        this.rig.resize(size);
      },
      onPoint: (x, y) => {
        this.pointing.hover(this.pick(x, y));
      },
      onLeave: () => {
        this.pointing.hover(null);
      },
      onLost: () => {
        this.events.onLost();
      },
      onRestored: () => {
        this.events.onRestored();
      },
    });
  }

  private pick(x: number, y: number): number | null {
    const { table, moment } = this.contents;
    if (table === null || moment === null) return null;
    const pictured = this.overlays.sampleAt(x, y);
    if (pictured !== null) return pictured;
    const [unitX, unitY] = this.rig.toUnits(x, y);
    const { diameter } = this.contents.stylesAt(this.rig.relativeZoom).points;
    const radius = Math.max(REACH, diameter / 2) * this.rig.unitsPerPixel();
    return pickSample(table, moment, { x: unitX, y: unitY, radius }, (sample) => this.contents.isDrawn(sample));
  }

  private pickAt(x: number, y: number, picking: Picking): void {
    const sample = this.pick(x, y);
    // A click beside all points with a modifier key is a slip.
    if (sample !== null || picking === "replace") this.events.onPick(sample === null ? [] : [sample], picking);
  }

  private pickInside(outline: readonly Position[], picking: Picking): void {
    const { table, moment } = this.contents;
    if (table === null || moment === null) return;
    const inUnits = outline.map(([x, y]) => this.rig.toUnits(x, y));
    this.events.onPick(
      samplesInside(table, moment, inUnits, (sample) => this.contents.isDrawn(sample)),
      picking,
    );
  }

  private draw(): void {
    const drawn = this.drawnAt(this.contents.moment);
    this.overlays.show(drawn);
    this.pointing.update();
    this.render(drawn, window.devicePixelRatio, drawn !== null && drawn.moment.share > 0);
    if (this.outlines.late) this.canvas.requestDraw();
  }

  /** While samples move on screen, their outlines may be rough and late. */
  private render(drawn: Drawn | null, pixelRatio: number, moving = false): void {
    const { points } = this.contents;
    const styles = this.contents.stylesAt(this.rig.relativeZoom);
    if (drawn !== null) {
      this.contents.sortFor(drawn.moment);
      points.showMoment(drawn.moment, drawn.table.samples);
      const detail = moving ? MOVING_DETAIL : 1;
      points.backdrop.show(this.outlines.of(drawn, moving), backgroundOf(drawn.skin), drawn.size, pixelRatio * detail);
    }
    points.setStyles(styles.points, styles.raised, pixelRatio);
    this.canvas.render(pixelRatio);
  }

  /** Null if nothing is drawn, or the moment's epochs are not loaded. */
  private drawnAt(moment: Moment | null): Drawn | null {
    const drawn = this.contents.at(moment, this.rig.relativeZoom);
    if (drawn === null) return null;
    return {
      ...drawn,
      size: this.canvas.size,
      relativeZoom: this.rig.relativeZoom,
      toPixels: (position) => this.rig.toPixels(position),
    };
  }
}
