/** Draws the samples as points: our visualizer inside ScatterGL's scene. A scrub step is one uniform. */
import { AdditiveBlending, BufferAttribute, NormalBlending } from "three";
import type { Scene } from "three";
import type { Centers } from "../numbers/centers.ts";
import type { Paint } from "../numbers/paint.ts";
import { SHOWN } from "../page/DrawingStore.ts";
import { Backdrop } from "./Backdrop.ts";
import { CenterDrawing } from "./CenterDrawing.ts";
import {
  points,
  replaceTexture,
  sceneUniforms,
  setOrder,
  setTails,
  setStates,
  setTrails,
  setUniforms,
  showTails,
  tableUniforms,
  tails,
  trails,
} from "./drawables.ts";
import type { Placement } from "./frame.ts";
import { LONGEST_TAIL, MOST_TAILS, rimOf, TAIL_OPACITY, TAIL_WIDTH, TRAIL_WIDTH, trailStyleOf } from "./looks.ts";
import type { PointStyle, Skin } from "./looks.ts";
import type { MotionDrawn } from "./Motion.ts";
import type { Moment, PositionTable } from "./positions.ts";
import { colorTexture, numberTexture, placeTexture, positionTexture } from "./textures.ts";

/** Its interface is ScatterGL's; ScatterGL calls what is here. */
export class PointVisualizer {
  readonly id = "EPOCHSCOPE_POINTS";
  readonly backdrop = new Backdrop();
  private readonly scene = sceneUniforms();
  private readonly table = tableUniforms();
  private readonly uniforms = { ...this.scene, ...this.table };
  private readonly tails = tails(this.uniforms, -1);
  private readonly all = points(this.uniforms, 0);
  private readonly trails = trails(this.uniforms, 1, TRAIL_WIDTH);
  private readonly selected = points(this.uniforms, 2);
  private readonly centers = new CenterDrawing(this.scene);
  /** Where points come from while they glide, in the layout of positions. */
  private origins = new Float32Array();
  private readonly drawn = [this.tails, this.all, this.trails, this.selected];

  constructor() {
    this.selected.geometry.setIndex([]);
    setTrails(this.trails, new Uint32Array(), 0);
    this.clear();
  }

  /** Make room for a projection whose epochs arrive one by one. */
  setTable(table: PositionTable, { x, y, step }: Placement): void {
    this.scene.placement.value = [x, y, step];
    replaceTexture(this.table, "positions", positionTexture(table));
    this.clear();
  }

  uploadEpoch(epoch: number): void {
    const texture = this.table.positions.value;
    if (texture === null) return;
    texture.addLayerUpdate(epoch);
    texture.needsUpdate = true;
  }

  /** How each sample is drawn, shape (samples): HIDDEN, SHOWN or GRAYED; and samples in an order without a pattern. */
  setStates(states: Uint8Array, mixed: Uint32Array): void {
    setTails(this.tails, mixed.subarray(0, MOST_TAILS), states);
    const attribute = new BufferAttribute(states, 1);
    for (const drawn of [this.all, this.selected]) setStates(drawn, attribute);
  }

  setPaint({ colors, codes, marks }: Paint, samples: number): void {
    replaceTexture(this.table, "colors", colorTexture(colors));
    replaceTexture(this.table, "codes", numberTexture(codes, samples));
    replaceTexture(this.table, "marks", numberTexture(marks, samples));
  }

  /** Draw the samples in an order, shape (samples), and the raised ones above all others. */
  setOrder(order: Uint32Array, raised: Uint32Array): void {
    setOrder(this.all, order);
    setOrder(this.selected, raised);
    setUniforms(this.all, { skipped: raised.length > 0 ? SHOWN : -1 });
  }

  /** Draw the way of these samples through all epochs up to the moment shown. */
  setTrails(samples: Uint32Array, epochs: number): void {
    setTrails(this.trails, samples, epochs);
    setUniforms(this.trails, { ...trailStyleOf(samples.length) });
    this.trails.visible = this.all.visible && samples.length > 0;
  }

  setCenters(centers: Centers | null, rgba: Uint8Array): void {
    this.centers.set(centers, rgba);
    this.centers.show(this.all.visible);
  }

  /** Where the centers are at a moment, in the wire's units. */
  centersAt(moment: Moment): [x: number, y: number][] {
    return this.centers.at(moment);
  }

  setSkin(skin: Skin): void {
    this.tails.material.blending = skin.glow ? AdditiveBlending : NormalBlending;
    this.scene.rimTone.value = skin.rim;
    this.scene.ringColor.value = skin.ring;
    this.scene.gray.value = skin.gray;
    this.scene.background.value = [skin.background >> 16, (skin.background >> 8) & 255, skin.background & 255].map(
      (part) => part / 255,
    );
  }

  /** Set how what is visible looks. */
  setStyles(points: PointStyle, raised: PointStyle, pixelRatio: number): void {
    const rimWidth = rimOf(points.diameter) * pixelRatio;
    for (const [drawn, { diameter, opacity, rimShare }] of [
      [this.all, points],
      [this.selected, raised],
    ] as const)
      if (drawn.visible) setUniforms(drawn, { diameter: diameter * pixelRatio, opacity, rimWidth, rimShare });
    if (this.tails.visible)
      setUniforms(this.tails, {
        headWidth: points.diameter * TAIL_WIDTH * pixelRatio,
        opacity: points.opacity * TAIL_OPACITY,
        longest: LONGEST_TAIL * pixelRatio,
      });
    this.centers.setPixelRatio(pixelRatio);
  }

  /** Have the points come from other places of the world: floats in the layout of positions. */
  setOrigins(places: Float32Array<ArrayBuffer>): void {
    this.scene.origins.value?.dispose();
    this.scene.origins.value = placeTexture(places);
    this.origins = places;
    this.scene.glide.value = 0;
  }

  /** Return where in the world a sample is drawn on its way to a place there, as the shaders do. */
  glidingTo([x, y]: readonly [number, number], sample: number): [x: number, y: number] {
    const glide = this.scene.glide.value;
    if (glide === 1) return [x, y];
    const [fromX = x, fromY = y] = this.origins.subarray(2 * sample, 2 * sample + 2);
    return [fromX + (x - fromX) * glide, fromY + (y - fromY) * glide];
  }

  /** Show points on their way from their origins, and a share of the tails, from a moment or from further back. */
  showMotion({ glide, tipGlide, tails }: Omit<MotionDrawn, "tip">, tip: Moment | null): void {
    this.scene.glide.value = glide;
    this.tails.visible = this.all.visible && tip !== null && tails > 0;
    showTails(this.tails, tails);
    if (tip !== null) setUniforms(this.tails, { tipFrom: tip.from, tipTo: tip.to, tipShare: tip.share, tipGlide });
    if (glide < 1) this.trails.visible = false;
    this.centers.show(this.all.visible && glide === 1);
  }

  showMoment(moment: Moment, samples: number): void {
    this.scene.fromEpoch.value = moment.from;
    this.scene.toEpoch.value = moment.to;
    this.scene.share.value = moment.share;
    this.all.geometry.setDrawRange(0, samples);
    this.all.visible = true;
    // Even a draw call without points costs as many uniforms.
    this.selected.visible = (this.selected.geometry.index?.count ?? 0) > 0;
    this.trails.visible = this.trails.geometry.drawRange.count > 0;
    this.centers.show(true);
  }

  /** Draw nothing: even an empty draw call needs a texture of integers, which is not there yet. */
  clear(): void {
    for (const object of this.drawn) object.visible = false;
    this.centers.show(false);
  }

  setScene(scene: Scene): void {
    this.backdrop.addTo(scene);
    scene.add(...this.drawn);
    this.centers.addTo(scene);
  }

  dispose(): void {
    for (const object of this.drawn) {
      object.removeFromParent();
      object.geometry.dispose();
      object.material.dispose();
    }
    for (const { value } of Object.values(this.table)) value?.dispose();
    this.scene.origins.value?.dispose();
    this.centers.dispose();
    this.backdrop.dispose();
  }

  // ScatterGL calls these; positions, picking and sizes go their own way here.
  onPointPositionsChanged(): void {
    /* the texture holds them */
  }
  onPickingRender(): void {
    /* picking is done on the processor */
  }
  onRender(): void {
    /* uniforms are set when something changes */
  }
  onResize(): void {
    /* ScatterView sets the styles before it draws */
  }
}
