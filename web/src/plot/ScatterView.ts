/** The plot: typed arrays and sample numbers in, hovered and picked samples out. */
import { ColorManagement } from "three";
import type { Centers } from "../numbers/centers.ts";
import type { Paint } from "../numbers/paint.ts";
import type { Tile } from "../numbers/samples.ts";
import type { Hovered } from "../page/HoverStore.ts";
import type { Picking } from "../page/SelectionStore.ts";
import type { View } from "../page/ViewStore.ts";
import type { Size } from "./camera.ts";
import { CameraRig } from "./CameraRig.ts";
import { colorOfCode, isDrawn, NO_OVERLAY, overlayOf } from "./drawn.ts";
import type { Center, Drawn, Overlay } from "./drawn.ts";
import type { Placement } from "./frame.ts";
import { Gestures } from "./gestures.ts";
import type { Skin } from "./looks.ts";
import { LabelLayer, TileLayer } from "./overlay.ts";
import { pickSample, samplesInside } from "./picking.ts";
import { Pointing } from "./Pointing.ts";
import { PointVisualizer } from "./PointVisualizer.ts";
import { momentAt, PositionTable } from "./positions.ts";
import type { Moment, Position } from "./positions.ts";
import { makePlot, withWindowListeners } from "./scatterGl.ts";
import type { PlotInternals } from "./scatterGl.ts";
import { snapshotOf } from "./snapshot.ts";
import type { Snapshot } from "./snapshot.ts";

/** How far from a point's center, in CSS pixels, the pointer still hits it. */
const REACH = 14;

export interface ScatterEvents {
  onHover(hovered: Hovered | null): void;
  onPick(samples: readonly number[], picking: Picking): void;
  /** The camera moved; null where it shows the whole projection. */
  onView(view: View | null): void;
  /** The graphics card dropped the context. */
  onLost(): void;
  /** It can draw again, with a new ScatterView. */
  onRestored(): void;
}

export class ScatterView {
  private readonly host = document.createElement("div");
  private readonly points = new PointVisualizer();
  private readonly plot: PlotInternals;
  private readonly removeWindowListeners: () => void;
  private readonly rig: CameraRig;
  private readonly pointing: Pointing;
  private readonly tiles: TileLayer;
  private readonly labels: LabelLayer;
  private readonly gestures: Gestures;
  private readonly observer = new ResizeObserver(() => {
    this.resize();
  });
  private size: Size;
  private table: PositionTable | null = null;
  private moment: Moment | null = null;
  private states = new Uint8Array();
  /** The number of samples that points are sized for. */
  private crowd = 0;
  private paint: Paint | null = null;
  private tileOf: ((sample: number) => Tile | null) | null = null;
  private centers: readonly Center[] = [];
  private selected: Uint32Array = new Uint32Array();
  private trails: Uint32Array = new Uint32Array();
  private skin: Skin | null = null;
  private pendingDraw: number | null = null;

  /** Throws where the browser has no WebGL 2. */
  constructor(
    private readonly container: HTMLElement,
    private readonly events: ScatterEvents,
  ) {
    ColorManagement.enabled = false;
    this.host.className = "scatter-host";
    this.size = sizeOf(container);
    // ScatterGL measures its element once, in its constructor.
    Object.assign(this.host.style, { width: `${this.size.width}px`, height: `${this.size.height}px` });
    container.append(this.host);
    const requestDraw = () => {
      this.requestDraw();
    };
    [this.plot, this.removeWindowListeners] = withWindowListeners(() => makePlot(this.host, this.points, requestDraw));
    this.rig = new CameraRig(this.plot.camera, this.plot.orbitCameraControls, this.size, () => {
      this.events.onView(this.rig.view);
      this.requestDraw();
    });
    this.pointing = new Pointing(
      this.host,
      () => this.drawnAt(this.moment),
      (hovered) => {
        this.events.onHover(hovered);
      },
    );
    this.tiles = new TileLayer(this.host);
    this.labels = new LabelLayer(this.host);
    this.takeOver();
    this.gestures = new Gestures(this.host, {
      onClick: (x, y, picking) => {
        this.pickAt(x, y, picking);
      },
      onLasso: (outline, picking) => {
        this.pickInside(outline, picking);
      },
    });
    this.observer.observe(container);
  }

  /** Set how each sample is drawn, shape (samples): HIDDEN, SHOWN or GRAYED. Points are sized for `crowd` samples. */
  setStates(states: Uint8Array<ArrayBuffer>, crowd: number): void {
    this.states = states;
    this.crowd = crowd;
    this.points.setStates(states);
    this.requestDraw();
  }

  /** Set the color of each sample at each epoch. */
  setPaint(paint: Paint): void {
    this.paint = paint;
    this.points.setPaint(paint, this.states.length);
    this.requestDraw();
  }

  /** Draw some samples above all others, and the trajectories of some through the epochs. */
  setSelection(selected: Uint32Array, trails: Uint32Array, epochs: number): void {
    this.selected = selected;
    this.trails = trails;
    this.points.setSelected(selected);
    this.points.setTrails(trails, epochs);
    this.requestDraw();
  }

  /** Draw the class centers and their trajectories, with the classes' names; null draws none. */
  setCenters(centers: Centers | null, names: readonly string[], rgba: Uint8Array): void {
    this.points.setCenters(centers, rgba);
    this.centers =
      centers?.classes.map((number) => ({ name: names[number] ?? "", color: colorOfCode(rgba, number) })) ?? [];
    this.requestDraw();
  }

  /** Set the source of thumbnails; null where there are none. */
  setTiles(tileOf: ((sample: number) => Tile | null) | null): void {
    this.tileOf = tileOf;
    this.requestDraw();
  }

  /** Put a ring around a sample that is hovered elsewhere. */
  setRing(sample: number | null): void {
    this.pointing.mark(sample);
  }

  /** Set whether a plain drag draws a lasso instead of moving the camera. */
  setLassoing(lassoing: boolean): void {
    this.gestures.lassoing = lassoing;
    this.host.dataset.lassoing = String(lassoing);
  }

  setSkin(skin: Skin): void {
    this.skin = skin;
    this.plot.renderer.setClearColor(skin.background, 1);
    this.points.setSkin(skin);
    this.requestDraw();
  }

  /** Make room for another projection; the last plot stays until its first epoch is shown. */
  startProjection(samples: number, epochs: number, placement: Placement): void {
    this.table = new PositionTable(samples, epochs);
    this.rig.place(placement);
    this.moment = null;
    this.pointing.hover(null);
    this.points.setTable(this.table, placement);
  }

  /** Set the positions of one epoch, by its index in the projection, shape (samples, 2). */
  setEpoch(index: number, positions: Uint16Array): void {
    this.table?.fill(index, positions);
    this.points.uploadEpoch(index);
  }

  /** Show a position on the timeline (2.5 is halfway from 2 to 3); return false if its epochs are not loaded yet. */
  show(position: number): boolean {
    const moment = momentAt(position);
    if (this.table?.hasMoment(moment) !== true) return false;
    this.moment = moment;
    this.rig.settle();
    this.requestDraw();
    return true;
  }

  clear(): void {
    this.table = this.moment = null;
    this.points.clear();
    this.pointing.hover(null);
    this.requestDraw();
  }

  /** The points on screen and the overlay, as plain data; null while there are none. */
  snapshot(): (Snapshot & Overlay) | null {
    const drawn = this.drawnAt(this.moment);
    return drawn === null ? null : { ...snapshotOf(drawn), ...overlayOf(drawn) };
  }

  /**
   * Draw the points into another canvas, whose unit is a CSS pixel of `pixelRatio` device pixels, at a position on the
   * timeline or as on screen. Return the overlay; null if the epochs are not loaded.
   */
  drawInto(canvas: CanvasRenderingContext2D, pixelRatio: number, position?: number): Overlay | null {
    const drawn = this.drawnAt(position === undefined ? this.moment : momentAt(position));
    if (drawn === null) return null;
    this.render(drawn.moment, pixelRatio);
    canvas.drawImage(this.plot.renderer.domElement, 0, 0, this.size.width, this.size.height);
    // The browser shows nothing before its next frame, so this drawing is never visible.
    this.requestDraw();
    return overlayOf(drawn);
  }

  zoomBy(factor: number): void {
    this.rig.zoomBy(factor);
  }

  /** Move the camera to a view; null shows the whole projection. */
  setView(view: View | null): void {
    this.rig.setView(view);
  }

  showWhole(): void {
    this.rig.showWhole();
  }

  /** Move the camera so that the selected samples, or all that are drawn if none is, fill the plot. */
  showSamples(): void {
    const { table, moment } = this;
    if (table === null || moment === null) return;
    const samples =
      this.selected.length > 0 ? this.selected : [...this.states.keys()].filter((sample) => this.isDrawn(sample));
    this.rig.showPositions(Array.from(samples, (sample) => table.at(sample, moment)));
  }

  dispose(): void {
    if (this.pendingDraw !== null) cancelAnimationFrame(this.pendingDraw);
    this.observer.disconnect();
    this.gestures.dispose();
    this.removeWindowListeners();
    this.plot.renderer.domElement.removeEventListener("webglcontextlost", this.onContextLost);
    this.plot.renderer.domElement.removeEventListener("webglcontextrestored", this.onContextRestored);
    this.points.dispose();
    this.rig.dispose();
    this.plot.renderer.dispose();
    // Browsers keep a page's contexts until garbage collection, and drop the oldest beyond sixteen.
    if (!this.plot.renderer.getContext().isContextLost()) this.plot.renderer.forceContextLoss();
    this.host.remove();
  }

  private takeOver(): void {
    const { plot } = this;
    plot.pickingTexture.dispose();
    // ScatterGL draws everything again for every hovered sample, so it gets to know none.
    plot.setNearestPointToMouse = (event) => {
      this.pointing.hover(this.pick(event.offsetX, event.offsetY));
    };
    this.host.addEventListener("pointerleave", () => {
      this.pointing.hover(null);
    });
    // Touch has no hover: a tap shows the sample under it.
    this.host.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch") this.pointing.hover(this.pick(event.offsetX, event.offsetY));
    });
    plot.renderer.domElement.addEventListener("webglcontextlost", this.onContextLost);
    plot.renderer.domElement.addEventListener("webglcontextrestored", this.onContextRestored);
    this.resize();
  }

  private readonly onContextLost = (event: Event): void => {
    // Without this the browser never gives the context back.
    event.preventDefault();
    this.events.onLost();
  };

  private readonly onContextRestored = (): void => {
    this.events.onRestored();
  };

  private resize(): void {
    const size = sizeOf(this.container);
    // A collapsed panel has no size; a camera fitted to it would never recover.
    if (size.width < 1 || size.height < 1) return;
    this.size = size;
    Object.assign(this.host.style, { width: `${size.width}px`, height: `${size.height}px` });
    this.plot.computeLayoutValues();
    this.plot.renderer.setPixelRatio(window.devicePixelRatio);
    this.plot.renderer.setSize(size.width, size.height);
    this.rig.resize(size);
    // Resizing cleared the canvas: draw before the browser shows it.
    this.draw();
  }

  private pick(x: number, y: number): number | null {
    if (this.table === null || this.moment === null) return null;
    const [unitX, unitY] = this.rig.toUnits(x, y);
    const radius = Math.max(REACH, this.diameter() / 2) * this.rig.unitsPerPixel();
    return pickSample(this.table, this.moment, { x: unitX, y: unitY, radius }, (sample) => this.isDrawn(sample));
  }

  private pickAt(x: number, y: number, picking: Picking): void {
    const sample = this.pick(x, y);
    // A click beside all points with a modifier key is a slip.
    if (sample !== null || picking === "replace") this.events.onPick(sample === null ? [] : [sample], picking);
  }

  private pickInside(outline: readonly Position[], picking: Picking): void {
    if (this.table === null || this.moment === null) return;
    const inUnits = outline.map(([x, y]) => this.rig.toUnits(x, y));
    this.events.onPick(
      samplesInside(this.table, this.moment, inUnits, (sample) => this.isDrawn(sample)),
      picking,
    );
  }

  private isDrawn(sample: number): boolean {
    return isDrawn(this.states, sample);
  }

  /** CSS pixels: fewer samples are drawn larger, and all grow a little with the zoom. */
  private diameter(): number {
    const crowd = 9 * Math.pow(600 / Math.max(1, this.crowd), 0.25);
    return Math.min(10, Math.max(3, crowd)) * Math.min(3, Math.pow(this.rig.zoom, 0.4));
  }

  private requestDraw(): void {
    this.pendingDraw ??= requestAnimationFrame(() => {
      this.draw();
    });
  }

  private draw(): void {
    if (this.pendingDraw !== null) cancelAnimationFrame(this.pendingDraw);
    this.pendingDraw = null;
    this.pointing.update();
    this.render(this.moment, window.devicePixelRatio);
    const drawn = this.drawnAt(this.moment);
    const { labels, tiles } = drawn === null ? NO_OVERLAY : overlayOf(drawn);
    this.tiles.show(tiles);
    this.labels.show(labels);
  }

  private render(moment: Moment | null, pixelRatio: number): void {
    const { camera, renderer, scene } = this.plot;
    if (renderer.getPixelRatio() !== pixelRatio) renderer.setPixelRatio(pixelRatio);
    if (moment !== null && this.table !== null) this.points.showMoment(moment, this.table.samples);
    this.points.setDiameter(this.diameter() * pixelRatio, pixelRatio);
    renderer.setRenderTarget(null);
    renderer.render(scene, camera);
  }

  /** Null if nothing is drawn, or the moment's epochs are not loaded. */
  private drawnAt(moment: Moment | null): Drawn | null {
    const { size, table, states, paint, skin, selected, trails, centers } = this;
    if (moment === null || paint === null || skin === null || table?.hasMoment(moment) !== true) return null;
    return {
      size,
      table,
      moment,
      states,
      paint,
      skin,
      selected,
      trails,
      centers,
      diameter: this.diameter(),
      tileOf: this.rig.isNear ? this.tileOf : null,
      centersAt: (when) => this.points.centersAt(when),
      toPixels: (position) => this.rig.toPixels(position),
    };
  }
}

function sizeOf(container: HTMLElement): Size {
  return { width: Math.max(1, container.clientWidth), height: Math.max(1, container.clientHeight) };
}
