/** Draws the points of the data map on a canvas and handles the pointer. Positions in; hovered samples and picks out. */
import type { Paint } from "../../numbers/paint.ts";
import { GRAYED, HIDDEN, SHOWN } from "../../page/DrawingStore.ts";
import type { Hovered } from "../../page/HoverStore.ts";
import type { Picking } from "../../page/SelectionStore.ts";
import { GRAYED_OPACITY, GRAYED_SIZE, raisedStyleOf, rimOf, styleOf } from "../../plot/looks.ts";
import { Ring } from "../../plot/overlay.ts";
import type { PointStyle, Skin } from "../../plot/looks.ts";
import { colorOfCode } from "../../plot/drawn.ts";
import { MapGestures } from "./MapGestures.ts";
import { nearestSample, samplesInBox } from "./mapPositions.ts";
import type { Box, MapPositions } from "./mapPositions.ts";
import { discStamp, stampAt } from "./stamp.ts";
import type { Ink, Stamp } from "./stamp.ts";

/** Everything that decides what is drawn. */
export interface MapScene {
  readonly positions: MapPositions;
  /** HIDDEN, SHOWN or GRAYED, shape (samples). */
  readonly states: Uint8Array;
  readonly paint: Paint;
  /** The index on the timeline of the epoch whose colors are used. */
  readonly epochIndex: number;
  readonly skin: Skin;
  /** The number of visible samples: more are drawn smaller. */
  readonly crowd: number;
}

export interface MapEvents {
  onHover(hovered: Hovered | null): void;
  onPick(samples: readonly number[], picking: Picking): void;
  onOpen(sample: number): void;
}

/** How far the canvas extends beyond the map on every side, in CSS pixels, so that points at the edge are not cut off. */
const MARGIN = 8;
/** The distance from a point within which the pointer still finds it, in CSS pixels. */
const REACH = 10;

export class DataMapView {
  private scene: MapScene | null = null;
  private ringed: number | null = null;
  private frame: number | null = null;
  private pixels: ImageData | null = null;
  private readonly ring: Ring;
  private readonly gestures: MapGestures;
  private readonly observer = new ResizeObserver(() => {
    this.requestDraw();
  });

  /** The canvas covers the host and extends beyond it by the margin. */
  constructor(
    private readonly host: HTMLElement,
    private readonly canvas: HTMLCanvasElement,
    private readonly events: MapEvents,
  ) {
    Object.assign(canvas.style, {
      inset: `${-MARGIN}px`,
      width: `calc(100% + ${2 * MARGIN}px)`,
      height: `calc(100% + ${2 * MARGIN}px)`,
    });
    this.ring = new Ring(host);
    this.gestures = new MapGestures(host, {
      onHover: (at) => {
        this.hover(at);
      },
      onClick: (at, picking) => {
        this.pickAt(at, picking);
      },
      onDoubleClick: (at) => {
        const sample = this.sampleAt(at);
        if (sample !== null) this.events.onOpen(sample);
      },
      onBox: (box, picking) => {
        this.pickInside(box, picking);
      },
    });
    this.observer.observe(host);
  }

  /** Null shows nothing. */
  show(scene: MapScene | null): void {
    this.scene = scene;
    this.requestDraw();
  }

  /** Put a ring around a sample that is hovered, here or elsewhere. */
  setRing(sample: number | null): void {
    this.ringed = sample;
    this.positionRing();
  }

  dispose(): void {
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.observer.disconnect();
    this.gestures.dispose();
  }

  private hover(at: readonly [x: number, y: number] | null): void {
    const sample = at === null ? null : this.sampleAt(at);
    this.events.onHover(sample === null ? null : { sample, ...this.pixelsOf(sample) });
  }

  private pickAt(at: readonly [x: number, y: number], picking: Picking): void {
    const sample = this.sampleAt(at);
    // A click next to all points with a key held is treated as a slip.
    if (sample !== null || picking === "replace") this.events.onPick(sample === null ? [] : [sample], picking);
  }

  private pickInside(box: Box, picking: Picking): void {
    if (this.scene !== null)
      this.events.onPick(
        samplesInBox(this.scene.positions, box, (sample) => this.isDrawn(sample)),
        picking,
      );
  }

  private sampleAt(at: readonly [x: number, y: number]): number | null {
    if (this.scene === null) return null;
    return nearestSample(this.scene.positions, at, REACH / Math.max(1, this.host.clientWidth), (sample) =>
      this.isDrawn(sample),
    );
  }

  private isDrawn(sample: number): boolean {
    return (this.scene?.states[sample] ?? HIDDEN) !== HIDDEN;
  }

  private pixelsOf(sample: number): { x: number; y: number } {
    const { x, y } = this.scene?.positions ?? { x: [], y: [] };
    return { x: (x[sample] ?? 0) * this.host.clientWidth, y: (1 - (y[sample] ?? 0)) * this.host.clientHeight };
  }

  private positionRing(): void {
    const { ringed, scene } = this;
    if (ringed === null || scene === null || !this.isDrawn(ringed)) {
      this.ring.hide();
      return;
    }
    const { x, y } = this.pixelsOf(ringed);
    this.ring.show([x, y], stylesIn(scene).points.diameter, colorOfCode(scene.paint.colors, codeOf(scene, ringed)));
  }

  private requestDraw(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.draw();
    });
  }

  private draw(): void {
    this.frame = null;
    this.positionRing();
    const context = this.canvas.getContext("2d");
    if (context === null || this.canvas.clientWidth === 0) return;
    const pixels = this.clearedPixels(context);
    if (this.scene !== null) drawPoints(pixels, this.scene, window.devicePixelRatio);
    context.putImageData(pixels, 0, 0);
  }

  private clearedPixels(context: CanvasRenderingContext2D): ImageData {
    const width = Math.round(this.canvas.clientWidth * window.devicePixelRatio);
    const height = Math.round(this.canvas.clientHeight * window.devicePixelRatio);
    if (this.pixels?.width === width && this.pixels.height === height) this.pixels.data.fill(0);
    else {
      Object.assign(this.canvas, { width, height });
      this.pixels = context.createImageData(width, height);
    }
    return this.pixels;
  }
}

/** Draw the gray samples first, and the colored ones on top. */
function drawPoints(pixels: ImageData, scene: MapScene, ratio: number): void {
  const { points, colored } = stylesIn(scene);
  const gray = scene.skin.gray.map((channel) => 255 * channel);
  const [radius, rim] = [(points.diameter / 2) * ratio, rimOf(points.diameter) * ratio];
  drawState(pixels, scene, ratio, GRAYED, discStamp(radius * GRAYED_SIZE, 0), () => ({
    fill: gray,
    rim: gray,
    opacity: GRAYED_OPACITY,
  }));
  const inks = new Map<number, Ink>();
  drawState(pixels, scene, ratio, SHOWN, discStamp((colored.diameter / 2) * ratio, rim), (sample) => {
    const code = codeOf(scene, sample);
    const ink = inks.get(code) ?? inkOf(scene, colored, code);
    inks.set(code, ink);
    return ink;
  });
}

function drawState(
  pixels: ImageData,
  { positions: { x, y }, states }: MapScene,
  ratio: number,
  state: number,
  stamp: Stamp,
  inkOfSample: (sample: number) => Ink,
): void {
  const margin = MARGIN * ratio;
  const width = pixels.width - 2 * margin,
    height = pixels.height - 2 * margin;
  for (let sample = 0; sample < states.length; sample++) {
    if (states[sample] === state)
      stampAt(
        pixels,
        stamp,
        margin + (x[sample] ?? 0) * width,
        margin + (1 - (y[sample] ?? 0)) * height,
        inkOfSample(sample),
      );
  }
}

/** Return the ink with which the plot draws a color. */
function inkOf({ paint: { colors }, skin }: MapScene, { opacity, rimShare }: PointStyle, code: number): Ink {
  const fill = [...colors.subarray(4 * code, 4 * code + 3)];
  return {
    fill,
    rim: fill.map((channel, at) => channel + (255 * (skin.rim[at] ?? 0) - channel) * rimShare),
    opacity,
  };
}

/** Return a sample's color code; a coloring that never changes has one row for all epochs. */
function codeOf({ paint: { codes }, epochIndex, states }: MapScene, sample: number): number {
  const row = Math.min(epochIndex, Math.floor(codes.length / states.length) - 1);
  return codes[row * states.length + sample] ?? 0;
}

/** Samples in their color are raised above gray ones. The map is smaller than the plot, and so are its points. */
function stylesIn({ crowd, states, skin }: MapScene): { readonly points: PointStyle; readonly colored: PointStyle } {
  const shown = states.reduce((sum, state) => sum + (state === SHOWN ? 1 : 0), 0);
  const all = { samples: crowd, raised: shown, relativeZoom: 1, pointSize: 0.8 };
  return { points: styleOf(all), colored: states.includes(GRAYED) ? raisedStyleOf(all, skin) : styleOf(all) };
}
