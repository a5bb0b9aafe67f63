/** The picture: typed arrays and sample numbers in, hovered samples out. The only importer of scatter-gl. */
import { ScatterGL } from "scatter-gl";
import { ColorManagement } from "three";
import type { ClassNumbers } from "../api/manifest.ts";
import { fitCamera, lookAt, looksAt, pixelsAt, setUpControls, worldAt, worldPerPixel, zoomBy } from "./camera.ts";
import type { Size } from "./camera.ts";
import { squareOf, toUnits, toWorld, WHOLE_WORLD } from "./frame.ts";
import type { Placement } from "./frame.ts";
import { pickSample } from "./picking.ts";
import { withWindowListeners } from "./plot.ts";
import type { PlotInternals, ScatterInternals } from "./plot.ts";
import { PointVisualizer } from "./PointVisualizer.ts";
import { momentAt, PositionTable } from "./positions.ts";
import type { Moment } from "./positions.ts";
import type { Skin } from "./skins.ts";

/** How far beyond a point's edge, in CSS pixels, the pointer still finds it. */
const HIT_MARGIN = 4;
/** Fixes ScatterGL's world to -1…1; real samples never pass through its Dataset. */
const WORLD = () => new ScatterGL.Dataset([[-1, -1], [1, 1]]);

export interface HoveredSample {
  readonly sample: number;
  /** CSS pixels inside the picture. */
  readonly x: number;
  readonly y: number;
}

export interface ScatterEvents {
  onHover(hovered: HoveredSample | null): void;
  /** The graphics card took the picture away; a new ScatterView is needed. */
  onLost(): void;
}

export class ScatterView {
  private readonly host = document.createElement("div");
  private readonly points = new PointVisualizer();
  private readonly plot: PlotInternals;
  private readonly observer = new ResizeObserver(() => { this.resize(); });
  private readonly removeWindowListeners: () => void;
  private size: Size;
  private table: PositionTable | null = null;
  private placement: Placement = WHOLE_WORLD;
  /** The next picture is to be shown whole, as the last one was. */
  private fitNext = false;
  private moment: Moment | null = null;
  private classOf: ClassNumbers = new Uint8Array();
  private inSubset = new Uint8Array();
  private subsetSize = 0;
  private rgba = new Uint8Array();
  private hovered: number | null = null;
  private frame: number | null = null;

  /** Throws where the browser has no WebGL 2. */
  constructor(private readonly container: HTMLElement, private readonly events: ScatterEvents) {
    ColorManagement.enabled = false;
    this.host.className = "scatter-host";
    this.size = sizeOf(container);
    // ScatterGL measures its element once, while it is being made.
    Object.assign(this.host.style, { width: `${this.size.width}px`, height: `${this.size.height}px` });
    container.append(this.host);
    const [scatter, removeWindowListeners] = withWindowListeners(() => this.makeScatter());
    this.removeWindowListeners = removeWindowListeners;
    this.plot = scatter.scatterPlot;
    this.takeOver(scatter);
    this.observer.observe(container);
  }

  /** Take the samples' classes, shape (samples). */
  setSamples(classOf: ClassNumbers): void {
    this.classOf = classOf;
    this.points.setSamples(classOf);
  }

  /** Take which samples are in the subset (0 or 1), shape (samples). */
  setSubset(inSubset: Uint8Array<ArrayBuffer>, size: number): void {
    this.inSubset = inSubset;
    this.subsetSize = size;
    this.points.setSubset(inSubset);
    this.resizePoints();
    this.requestDraw();
  }

  /** Take RGBA bytes, shape (classes, 4); alpha 0 hides a class. */
  setColours(rgba: Uint8Array<ArrayBuffer>): void {
    this.rgba = rgba;
    this.points.setColours(rgba);
    this.requestDraw();
  }

  setSkin(skin: Skin): void {
    this.plot.renderer.setClearColor(skin.background, 1);
    this.points.setSkin(skin);
    this.requestDraw();
  }

  /** Make room for another projection; the last picture stays until its first epoch is shown. */
  startProjection(samples: number, epochs: number, placement: Placement): void {
    this.table = new PositionTable(samples, epochs);
    // Who has moved the camera finds the same part of the frame in the next picture.
    this.fitNext ||= looksAt(this.plot.camera, squareOf(this.placement));
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
    this.points.showMoment(moment, this.table.samples);
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

  zoomBy(factor: number): void {
    zoomBy(this.plot.camera, factor);
    this.plot.orbitCameraControls.update();
    this.requestDraw();
  }

  /** Move the camera so that the projection fills the picture. */
  showWhole(): void {
    this.fitNext = false;
    lookAt(this.plot.camera, this.plot.orbitCameraControls, squareOf(this.placement));
    this.requestDraw();
  }

  dispose(): void {
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.observer.disconnect();
    this.removeWindowListeners();
    this.plot.renderer.domElement.removeEventListener("webglcontextlost", this.onContextLost);
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
      onHover: (sample) => { this.setHover(sample); },
    });
    const internals = scatter as unknown as ScatterInternals;
    internals.initializePointVisualizer = () => this.points;
    // From here on a render only asks for one frame; ScatterGL's own scans all points and draws twice.
    internals.scatterPlot.render = () => { this.requestDraw(); };
    scatter.render(WORLD());
    return internals;
  }

  private takeOver({ scatterPlot: plot }: ScatterInternals): void {
    plot.pickingTexture.dispose();
    plot.setNearestPointToMouse = (event) => { plot.nearestPoint = this.pick(event.offsetX, event.offsetY); };
    setUpControls(plot.orbitCameraControls);
    this.host.addEventListener("pointerleave", () => { plot.nearestPoint = plot.lastHovered = null; this.setHover(null); });
    // A finger does not hover: a tap asks about the sample under it.
    this.host.addEventListener("pointerdown", (event) => { if (event.pointerType === "touch") this.setHover(this.pick(event.offsetX, event.offsetY)); });
    plot.renderer.domElement.addEventListener("webglcontextlost", this.onContextLost);
    this.resize();
  }

  private readonly onContextLost = (): void => { this.events.onLost(); };

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
    const radius = ((this.diameter() / 2 + HIT_MARGIN) * worldPerPixel(this.plot.camera, this.size)) / this.placement.step;
    return pickSample(this.table, this.moment, { x: unitX, y: unitY, radius }, (sample) => this.isDrawn(sample));
  }

  private isDrawn(sample: number): boolean {
    return this.inSubset[sample] === 1 && this.rgba[4 * (this.classOf[sample] ?? 0) + 3] !== 0;
  }

  private setHover(sample: number | null): void {
    this.hovered = sample;
    this.points.showHover(sample);
    this.tellHover();
    this.requestDraw();
  }

  private tellHover(): void {
    if (this.hovered === null || this.table === null || this.moment === null) { this.events.onHover(null); return; }
    const place = toWorld(this.placement, ...this.table.at(this.hovered, this.moment));
    const [x, y] = pixelsAt(this.plot.camera, this.size, ...place);
    this.events.onHover({ sample: this.hovered, x, y });
  }

  /** CSS pixels: fewer samples are drawn larger, and all grow a little with the zoom. */
  private diameter(): number {
    const crowd = 9 * Math.pow(600 / Math.max(1, this.subsetSize), 0.25);
    return Math.min(10, Math.max(3, crowd)) * Math.min(3, Math.pow(this.plot.camera.zoom, 0.4));
  }

  private resizePoints(): void {
    this.points.setDiameter(this.diameter() * window.devicePixelRatio, window.devicePixelRatio);
  }

  private requestDraw(): void {
    this.frame ??= requestAnimationFrame(() => { this.draw(); });
  }

  private draw(): void {
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.frame = null;
    this.resizePoints();
    // The hovered sample moves with the epochs and the zoom, and may have been hidden.
    if (this.hovered !== null && !this.isDrawn(this.hovered)) this.setHover(null);
    else if (this.hovered !== null) this.tellHover();
    this.plot.renderer.setRenderTarget(null);
    this.plot.renderer.render(this.plot.scene, this.plot.camera);
  }
}

function sizeOf(container: HTMLElement): Size {
  return { width: Math.max(1, container.clientWidth), height: Math.max(1, container.clientHeight) };
}
