/** The picture: typed arrays and sample numbers in, hovered samples out. The only importer of scatter-gl. */
import { ScatterGL } from "scatter-gl";
import { ColorManagement } from "three";
import type { Centers } from "../numbers/centers.ts";
import type { Paint } from "../numbers/paint.ts";
import type { Tile } from "../numbers/samples.ts";
import type { Picking } from "../page/SelectionStore.ts";
import type { View } from "../page/ViewStore.ts";
import { fitCamera, lookAt, looksAt, pixelsAt, setUpControls, worldAt, worldPerPixel, zoomBy } from "./camera.ts";
import type { Size, Square } from "./camera.ts";
import { isDrawn, placeOf } from "./drawn.ts";
import type { Center, Drawn, Place } from "./drawn.ts";
import { squareAroundPlaces, squareOf, toUnits, toWorld, WHOLE_WORLD } from "./frame.ts";
import type { Placement } from "./frame.ts";
import { Gestures } from "./gestures.ts";
import { LabelLayer } from "./labels.ts";
import { samplesInside } from "./lasso.ts";
import type { Point } from "./lasso.ts";
import { NO_OVERLAY, overlayOf } from "./overlay.ts";
import type { Overlay } from "./overlay.ts";
import { pickSample } from "./picking.ts";
import { withWindowListeners } from "./plot.ts";
import type { PlotInternals, ScatterInternals } from "./plot.ts";
import { PointVisualizer } from "./PointVisualizer.ts";
import { momentAt, PositionTable } from "./positions.ts";
import type { Moment } from "./positions.ts";
import { Ring } from "./ring.ts";
import type { Skin } from "./skins.ts";
import { colorAt, colorOfCode, snapshotOf } from "./snapshot.ts";
import type { Snapshot } from "./snapshot.ts";
import { TileLayer } from "./tiles.ts";

/** How far from a point's middle, in CSS pixels, the pointer still finds it. */
const REACH = 14;
/** So many times nearer than the projection as a whole, thumbnails may take the place of points. */
const NEAR = 2;
/** Fixes ScatterGL's world to -1…1; real samples never pass through its Dataset. */
const WORLD = () =>
  new ScatterGL.Dataset([
    [-1, -1],
    [1, 1],
  ]);

export interface HoveredSample {
  readonly sample: number;
  /** CSS pixels inside the picture. */
  readonly x: number;
  readonly y: number;
}

export interface ScatterEvents {
  onHover(hovered: HoveredSample | null): void;
  onPick(samples: readonly number[], picking: Picking): void;
  /** The camera moved; null where it shows the projection whole. */
  onView(view: View | null): void;
  /** The graphics card took the picture away. */
  onLost(): void;
  /** It could draw again; a new ScatterView is needed. */
  onRestored(): void;
}

export class ScatterView {
  private readonly host = document.createElement("div");
  private readonly points = new PointVisualizer();
  private readonly gestures: Gestures;
  private readonly ring: Ring;
  private readonly tiles: TileLayer;
  private readonly labels: LabelLayer;
  private readonly plot: PlotInternals;
  private readonly observer = new ResizeObserver(() => {
    this.resize();
  });
  private readonly removeWindowListeners: () => void;
  private size: Size;
  private table: PositionTable | null = null;
  private placement: Placement = WHOLE_WORLD;
  /** The next picture is to be shown whole, as the last one was. */
  private fitNext = false;
  private moment: Moment | null = null;
  private states = new Uint8Array();
  /** How many samples are drawn. */
  private crowd = 0;
  private hovered: number | null = null;
  private ringed: number | null = null;
  private paint: Paint | null = null;
  private tileOf: ((sample: number) => Tile | null) | null = null;
  private centers: readonly Center[] = [];
  private selected: Uint32Array = new Uint32Array();
  private trails: Uint32Array = new Uint32Array();
  private skin: Skin | null = null;
  private frame: number | null = null;

  /** Throws where the browser has no WebGL 2. */
  constructor(
    private readonly container: HTMLElement,
    private readonly events: ScatterEvents,
  ) {
    ColorManagement.enabled = false;
    this.host.className = "scatter-host";
    this.size = sizeOf(container);
    // ScatterGL measures its element once, while it is being made.
    Object.assign(this.host.style, { width: `${this.size.width}px`, height: `${this.size.height}px` });
    container.append(this.host);
    const [scatter, removeWindowListeners] = withWindowListeners(() => this.makeScatter());
    this.removeWindowListeners = removeWindowListeners;
    this.plot = scatter.scatterPlot;
    this.ring = new Ring(this.host);
    this.tiles = new TileLayer(this.host);
    this.labels = new LabelLayer(this.host);
    this.takeOver(scatter);
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

  /** Take how each sample is drawn, shape (samples): HIDDEN, SHOWN or GRAYED. Points are sized for `crowd` of them. */
  setStates(states: Uint8Array<ArrayBuffer>, crowd: number): void {
    this.states = states;
    this.crowd = crowd;
    this.points.setStates(states);
    this.requestDraw();
  }

  /** Take what color each sample has at each epoch. */
  setPaint(paint: Paint): void {
    this.paint = paint;
    this.points.setPaint(paint, this.states.length);
    this.requestDraw();
  }

  /** Draw some samples above all others, and the ways of some through the epochs. */
  setSelection(selected: Uint32Array, trails: Uint32Array, epochs: number): void {
    this.selected = selected;
    this.trails = trails;
    this.points.setSelected(selected);
    this.points.setTrails(trails, epochs);
    this.requestDraw();
  }

  /** Draw the centers of classes and their ways, with the classes' names; null draws none. */
  setCenters(centers: Centers | null, names: readonly string[], rgba: Uint8Array): void {
    this.points.setCenters(centers, rgba);
    this.centers =
      centers?.classes.map((number) => ({ name: names[number] ?? "", color: colorOfCode(rgba, number) })) ?? [];
    this.requestDraw();
  }

  /** Take where samples' thumbnails are; null where there are none. */
  setTiles(tileOf: ((sample: number) => Tile | null) | null): void {
    this.tileOf = tileOf;
    this.requestDraw();
  }

  /** Put a ring around a sample that is pointed at elsewhere. */
  setRing(sample: number | null): void {
    this.ringed = sample;
    this.placeRing();
  }

  /** Whether a plain drag draws an outline instead of moving the camera. */
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

  /** Make room for another projection; the last picture stays until its first epoch is shown. */
  startProjection(samples: number, epochs: number, placement: Placement): void {
    this.table = new PositionTable(samples, epochs);
    // Who has moved the camera finds the same part of the frame in the next picture.
    this.fitNext ||= this.looksWhole();
    this.placement = placement;
    this.moment = null;
    this.setHover(null);
    this.points.setTable(this.table, placement);
  }

  /** Take the positions of one epoch (by its place in the projection), shape (samples, 2). */
  setEpoch(epoch: number, positions: Uint16Array): void {
    this.table?.fill(epoch, positions);
    this.points.uploadEpoch(epoch);
  }

  /** Show a place on the timeline (2.5 is half-way from 2 to 3); false where its epochs are not here yet. */
  show(place: number): boolean {
    const moment = momentAt(place);
    if (this.table?.hasMoment(moment) !== true) return false;
    this.moment = moment;
    if (this.fitNext) this.showWhole();
    this.requestDraw();
    return true;
  }

  clear(): void {
    this.table = this.moment = null;
    this.points.clear();
    this.setHover(null);
    this.requestDraw();
  }

  /** The points on screen, as plain data, and what lies over them; null while there are none. */
  snapshot(): (Snapshot & Overlay) | null {
    const drawn = this.drawnAt(this.moment);
    return drawn === null ? null : { ...snapshotOf(drawn), ...overlayOf(drawn) };
  }

  /**
   * Draw the points into another canvas, whose unit is a CSS pixel with so many of its own in it, at a place on the
   * timeline or as on screen. Returns what lies over them; null where its epochs are not here.
   */
  drawInto(canvas: CanvasRenderingContext2D, pixelRatio: number, place?: number): Overlay | null {
    const drawn = this.drawnAt(place === undefined ? this.moment : momentAt(place));
    if (drawn === null) return null;
    this.render(drawn.moment, pixelRatio);
    canvas.drawImage(this.plot.renderer.domElement, 0, 0, this.size.width, this.size.height);
    // The browser shows nothing before the next frame: nobody sees this one.
    this.requestDraw();
    return overlayOf(drawn);
  }

  zoomBy(factor: number): void {
    zoomBy(this.plot.camera, factor);
    this.plot.orbitCameraControls.update();
    this.tellView();
    this.requestDraw();
  }

  /** Move the camera to a view; null shows the projection whole. */
  setView(view: View | null): void {
    if (view === null) this.showWhole();
    else {
      this.fitNext = false;
      this.lookAt(squareOfView(view));
    }
  }

  /** Move the camera so that the projection fills the picture. */
  showWhole(): void {
    this.fitNext = false;
    this.lookAt(squareOf(this.placement));
  }

  /** Move the camera so that the selected samples, or all that are drawn where none is, fill the picture. */
  showSamples(): void {
    const { table, moment } = this;
    if (table === null || moment === null) return;
    const samples =
      this.selected.length > 0 ? this.selected : [...this.states.keys()].filter((sample) => this.isDrawn(sample));
    const square = squareAroundPlaces(
      Array.from(samples, (sample) => toWorld(this.placement, ...table.at(sample, moment))),
    );
    if (square !== null) this.lookAt(square);
  }

  dispose(): void {
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.observer.disconnect();
    this.gestures.dispose();
    this.removeWindowListeners();
    this.plot.renderer.domElement.removeEventListener("webglcontextlost", this.onContextLost);
    this.plot.renderer.domElement.removeEventListener("webglcontextrestored", this.onContextRestored);
    this.points.dispose();
    this.plot.orbitCameraControls.dispose();
    this.plot.renderer.dispose();
    // Browsers keep a page's contexts until they are collected, and take the oldest away past sixteen.
    if (!this.plot.renderer.getContext().isContextLost()) this.plot.renderer.forceContextLoss();
    this.host.remove();
  }

  private makeScatter(): ScatterInternals {
    const scatter = new ScatterGL(this.host, {
      rotateOnStart: false,
      selectEnabled: false,
      showLabelsOnHover: false,
      styles: { axesVisible: false, fog: { enabled: false } },
    });
    const internals = scatter as unknown as ScatterInternals;
    internals.initializePointVisualizer = () => this.points;
    // From here on a render only asks for one frame; ScatterGL's own scans all points and draws twice.
    internals.scatterPlot.render = () => {
      this.requestDraw();
    };
    scatter.render(WORLD());
    return internals;
  }

  private takeOver({ scatterPlot: plot }: ScatterInternals): void {
    plot.pickingTexture.dispose();
    // ScatterGL draws everything anew for every sample it hears of: it never hears of one.
    plot.setNearestPointToMouse = (event) => {
      this.setHover(this.pick(event.offsetX, event.offsetY));
    };
    setUpControls(plot.orbitCameraControls);
    plot.orbitCameraControls.addEventListener("change", () => {
      this.tellView();
    });
    this.host.addEventListener("pointerleave", () => {
      this.setHover(null);
    });
    // A finger does not hover: a tap asks about the sample under it.
    this.host.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "touch") this.setHover(this.pick(event.offsetX, event.offsetY));
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
    // A folded panel has no size; a camera made for it would never recover.
    if (size.width < 1 || size.height < 1) return;
    this.size = size;
    Object.assign(this.host.style, { width: `${size.width}px`, height: `${size.height}px` });
    this.plot.computeLayoutValues();
    this.plot.renderer.setPixelRatio(window.devicePixelRatio);
    this.plot.renderer.setSize(size.width, size.height);
    fitCamera(this.plot.camera, size);
    // The canvas was cleared by its new size: draw before the browser shows it.
    this.draw();
  }

  private pick(x: number, y: number): number | null {
    if (this.table === null || this.moment === null) return null;
    const [unitX, unitY] = toUnits(this.placement, ...worldAt(this.plot.camera, this.size, x, y));
    const radius =
      (Math.max(REACH, this.diameter() / 2) * worldPerPixel(this.plot.camera, this.size)) / this.placement.step;
    return pickSample(this.table, this.moment, { x: unitX, y: unitY, radius }, (sample) => this.isDrawn(sample));
  }

  private pickAt(x: number, y: number, picking: Picking): void {
    const sample = this.pick(x, y);
    // A click beside all points with a key held is a slip of the hand.
    if (sample !== null || picking === "replace") this.events.onPick(sample === null ? [] : [sample], picking);
  }

  private pickInside(outline: readonly Point[], picking: Picking): void {
    if (this.table === null || this.moment === null) return;
    const inUnits = outline.map(([x, y]) => toUnits(this.placement, ...worldAt(this.plot.camera, this.size, x, y)));
    this.events.onPick(
      samplesInside(this.table, this.moment, inUnits, (sample) => this.isDrawn(sample)),
      picking,
    );
  }

  private looksWhole(): boolean {
    return looksAt(this.plot.camera, squareOf(this.placement));
  }

  private lookAt(square: Square): void {
    lookAt(this.plot.camera, this.plot.orbitCameraControls, square);
    this.tellView();
    this.requestDraw();
  }

  private tellView(): void {
    const {
      position: { x, y },
      zoom,
    } = this.plot.camera;
    this.events.onView(this.fitNext || this.looksWhole() ? null : { x, y, zoom });
  }

  private isDrawn(sample: number): boolean {
    return isDrawn(this.states, sample);
  }

  private setHover(sample: number | null): void {
    this.hovered = sample;
    this.tellHover();
    this.placeRing();
  }

  private tellHover(): void {
    if (this.hovered === null || this.table === null || this.moment === null) {
      this.events.onHover(null);
      return;
    }
    const [x, y] = this.pixelsOf(this.table.at(this.hovered, this.moment));
    this.events.onHover({ sample: this.hovered, x, y });
  }

  private placeRing(): void {
    const sample = this.hovered ?? this.ringed;
    const drawn = this.drawnAt(this.moment);
    if (sample === null || drawn === null || !this.isDrawn(sample)) this.ring.hide();
    else this.ring.show(placeOf(drawn, sample), drawn.diameter, colorAt(drawn, sample));
  }

  /** CSS pixels: fewer samples are drawn larger, and all grow a little with the zoom. */
  private diameter(): number {
    const crowd = 9 * Math.pow(600 / Math.max(1, this.crowd), 0.25);
    return Math.min(10, Math.max(3, crowd)) * Math.min(3, Math.pow(this.plot.camera.zoom, 0.4));
  }

  private requestDraw(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.draw();
    });
  }

  private draw(): void {
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.frame = null;
    // The hovered sample moves with the epochs and the zoom, and may have been hidden.
    if (this.hovered !== null && !this.isDrawn(this.hovered)) this.setHover(null);
    else if (this.hovered !== null) this.tellHover();
    this.placeRing();
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

  /** Null where nothing is, or the moment's epochs are not here. */
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
      tileOf: this.isNear() ? this.tileOf : null,
      centersAt: (when) => this.points.centersAt(when),
      toPixels: (place) => this.pixelsOf(place),
    };
  }

  /** Whether somebody zoomed in to look at single samples. */
  private isNear(): boolean {
    return this.plot.camera.zoom * squareOf(this.placement).half >= NEAR;
  }

  /** From the wire's units to CSS pixels in the picture. */
  private pixelsOf(place: Place): [x: number, y: number] {
    return pixelsAt(this.plot.camera, this.size, ...toWorld(this.placement, ...place));
  }
}

function squareOfView({ x, y, zoom }: View): Square {
  return { x, y, half: 1 / zoom };
}

function sizeOf(container: HTMLElement): Size {
  return { width: Math.max(1, container.clientWidth), height: Math.max(1, container.clientHeight) };
}
