/** The points of the data map on their canvas, and what the pointer does there. Places in; hovered samples and picks out. */
import type { Paint } from "../../numbers/paint.ts";
import { GRAYED, HIDDEN, SHOWN } from "../../page/DrawingStore.ts";
import type { Hovered } from "../../page/HoverStore.ts";
import type { Picking } from "../../page/SelectionStore.ts";
import { GRAYED_OPACITY, GRAYED_SIZE, OPACITY, rimOf } from "../../plot/looks.ts";
import { Ring } from "../../plot/overlay.ts";
import type { Skin } from "../../plot/looks.ts";
import { colorOfCode } from "../../plot/drawn.ts";
import { MapGestures } from "./MapGestures.ts";
import { nearestSample, samplesInBox } from "./mapPlaces.ts";
import type { Box, MapPlaces } from "./mapPlaces.ts";
import { discStamp, stampAt } from "./stamp.ts";
import type { Ink, Stamp } from "./stamp.ts";

/** Everything that decides what is drawn. */
export interface MapScene {
  readonly places: MapPlaces;
  /** HIDDEN, SHOWN or GRAYED, shape (samples). */
  readonly states: Uint8Array;
  readonly paint: Paint;
  /** The epoch's place on the timeline that the colors are taken from. */
  readonly place: number;
  readonly skin: Skin;
  /** How many samples are on screen: more are drawn smaller. */
  readonly crowd: number;
}

export interface MapEvents {
  onHover(hovered: Hovered | null): void;
  onPick(samples: readonly number[], picking: Picking): void;
}

/** How far the canvas goes beyond the map on every side, in CSS pixels: points on its edge are whole. */
const MARGIN = 8;
/** How far from a point, in CSS pixels, the pointer still finds it. */
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

  /** The canvas lies over the host, and beyond it by the margin. */
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

  /** Put a ring around a sample that is pointed at, here or elsewhere. */
  setRing(sample: number | null): void {
    this.ringed = sample;
    this.placeRing();
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
    // A click beside all points with a key held is a slip of the hand.
    if (sample !== null || picking === "replace") this.events.onPick(sample === null ? [] : [sample], picking);
  }

  private pickInside(box: Box, picking: Picking): void {
    if (this.scene !== null)
      this.events.onPick(
        samplesInBox(this.scene.places, box, (sample) => this.isDrawn(sample)),
        picking,
      );
  }

  private sampleAt(at: readonly [x: number, y: number]): number | null {
    if (this.scene === null) return null;
    return nearestSample(this.scene.places, at, REACH / Math.max(1, this.host.clientWidth), (sample) =>
      this.isDrawn(sample),
    );
  }

  private isDrawn(sample: number): boolean {
    return (this.scene?.states[sample] ?? HIDDEN) !== HIDDEN;
  }

  private pixelsOf(sample: number): { x: number; y: number } {
    const { x, y } = this.scene?.places ?? { x: [], y: [] };
    return { x: (x[sample] ?? 0) * this.host.clientWidth, y: (1 - (y[sample] ?? 0)) * this.host.clientHeight };
  }

  private placeRing(): void {
    const { ringed, scene } = this;
    if (ringed === null || scene === null || !this.isDrawn(ringed)) {
      this.ring.hide();
      return;
    }
    const { x, y } = this.pixelsOf(ringed);
    this.ring.show([x, y], diameterOf(scene), colorOfCode(scene.paint.colors, codeOf(scene, ringed)));
  }

  private requestDraw(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.draw();
    });
  }

  private draw(): void {
    this.frame = null;
    this.placeRing();
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

/** Draw the gray context first: what is in color lies over it. */
function drawPoints(pixels: ImageData, scene: MapScene, ratio: number): void {
  const diameter = diameterOf(scene) * ratio;
  const rim = rimOf(diameter, ratio);
  const gray = scene.skin.gray.map((channel) => 255 * channel);
  drawThose(pixels, scene, ratio, GRAYED, discStamp((diameter / 2) * GRAYED_SIZE, 0), () => ({
    fill: gray,
    rim: gray,
    opacity: GRAYED_OPACITY,
  }));
  const inks = new Map<number, Ink>();
  drawThose(pixels, scene, ratio, SHOWN, discStamp(diameter / 2, rim), (sample) => {
    const code = codeOf(scene, sample);
    const ink = inks.get(code) ?? inkOf(scene, code);
    inks.set(code, ink);
    return ink;
  });
}

function drawThose(
  pixels: ImageData,
  { places: { x, y }, states }: MapScene,
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

/** As the picture's points are painted. */
function inkOf({ paint: { colors }, skin }: MapScene, code: number): Ink {
  const fill = [...colors.subarray(4 * code, 4 * code + 3)];
  return {
    fill,
    rim: fill.map((channel, at) => channel + (255 * (skin.rim[at] ?? 0) - channel) * skin.rimShare),
    opacity: OPACITY,
  };
}

/** What never changes has one row for all epochs. */
function codeOf({ paint: { codes }, place, states }: MapScene, sample: number): number {
  const row = Math.min(place, Math.floor(codes.length / states.length) - 1);
  return codes[row * states.length + sample] ?? 0;
}

/** CSS pixels: fewer samples are drawn larger. */
function diameterOf({ crowd }: MapScene): number {
  return Math.min(8, Math.max(2.5, 7 * Math.pow(600 / Math.max(1, crowd), 0.25)));
}
