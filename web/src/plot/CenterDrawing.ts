/** Draws the classes' centers above the samples, with their ways through the epochs. */
import { BufferAttribute } from "three";
import type { Scene } from "three";
import type { Centers } from "../numbers/centers.ts";
import { SHOWN } from "../page/DrawingStore.ts";
import { points, replaceTexture, setStates, setTrails, setUniforms, tableUniforms, trails } from "./drawables.ts";
import type { Uniforms } from "./drawables.ts";
import { CENTER_DIAMETER, CENTER_OPACITY, CENTER_RING, CENTER_TRAIL_EDGE, CENTER_TRAIL_WIDTH } from "./looks.ts";
import { PositionTable } from "./positions.ts";
import type { Moment } from "./positions.ts";
import { colorTexture, numberTexture, positionTexture } from "./textures.ts";

export class CenterDrawing {
  private readonly own = tableUniforms();
  private readonly trails;
  private readonly points;
  /** Null while there are none. */
  private table: PositionTable | null = null;

  constructor(scene: Uniforms) {
    const uniforms = { ...scene, ...this.own };
    this.trails = trails(uniforms, 4, CENTER_TRAIL_WIDTH, CENTER_TRAIL_EDGE);
    this.points = points(uniforms, 5, true);
    this.show(false);
  }

  addTo(scene: Scene): void {
    scene.add(this.trails, this.points);
  }

  /** Take where the centers are, and the colors of all classes as RGBA bytes, shape (classes, 4); null draws none. */
  set(centers: Centers | null, rgba: Uint8Array): void {
    this.table = centers === null || centers.classes.length === 0 ? null : tableOf(centers);
    if (centers === null || this.table === null) {
      this.show(false);
      return;
    }
    const numbers = Uint16Array.from(centers.classes);
    const texture = positionTexture(this.table);
    texture.needsUpdate = true;
    replaceTexture(this.own, "positions", texture);
    replaceTexture(this.own, "codes", numberTexture(numbers, numbers.length));
    replaceTexture(this.own, "marks", numberTexture(new Uint8Array(numbers.length), numbers.length));
    replaceTexture(this.own, "colors", colorTexture(rgba));
    setTrails(this.trails, Uint32Array.from(centers.classes.keys()), centers.positions.length);
    setStates(this.points, new BufferAttribute(new Uint8Array(numbers.length).fill(SHOWN), 1));
    this.points.geometry.setDrawRange(0, numbers.length);
  }

  /** Where the centers are at a moment, in the wire's units. */
  at(moment: Moment): [x: number, y: number][] {
    const { table } = this;
    return table === null ? [] : Array.from({ length: table.samples }, (_, place) => table.at(place, moment));
  }

  setPixelRatio(pixelRatio: number): void {
    if (!this.points.visible) return;
    setUniforms(this.points, {
      diameter: CENTER_DIAMETER * pixelRatio,
      opacity: CENTER_OPACITY,
      rimWidth: 0,
      ringWidth: CENTER_RING * pixelRatio,
    });
  }

  show(visible: boolean): void {
    this.trails.visible = this.points.visible = visible && this.table !== null;
  }

  dispose(): void {
    this.trails.removeFromParent();
    this.points.removeFromParent();
    for (const { geometry, material } of [this.trails, this.points]) {
      geometry.dispose();
      material.dispose();
    }
    for (const { value } of Object.values(this.own)) value?.dispose();
  }
}

function tableOf({ classes, positions }: Centers): PositionTable {
  const table = new PositionTable(classes.length, positions.length);
  positions.forEach((epoch, place) => {
    table.fill(place, epoch);
  });
  return table;
}
