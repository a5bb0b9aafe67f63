/** Draws the classes' centres above the samples, with their ways through the epochs. */
import { BufferAttribute } from "three";
import type { Scene } from "three";
import { SHOWN } from "../stores/DrawingStore.ts";
import type { Centres } from "../stores/centres.ts";
import { points, replaceTexture, setStates, setTrails, setUniforms, tableUniforms, trails } from "./drawables.ts";
import type { Uniforms } from "./drawables.ts";
import { CENTRE_DIAMETER, CENTRE_RING, CENTRE_TRAIL_EDGE, CENTRE_TRAIL_WIDTH } from "./looks.ts";
import { PositionTable } from "./positions.ts";
import type { Moment } from "./positions.ts";
import { colourTexture, numberTexture, positionTexture } from "./textures.ts";

export class CentreDrawing {
  private readonly own = tableUniforms();
  private readonly trails;
  private readonly points;
  /** Null while there are none. */
  private table: PositionTable | null = null;

  constructor(scene: Uniforms) {
    const uniforms = { ...scene, ...this.own };
    this.trails = trails(uniforms, 4, CENTRE_TRAIL_WIDTH, CENTRE_TRAIL_EDGE);
    this.points = points(uniforms, 5, true);
    this.show(false);
  }

  addTo(scene: Scene): void {
    scene.add(this.trails, this.points);
  }

  /** Take where the centres are, and the colours of all classes as RGBA bytes, shape (classes, 4); null draws none. */
  set(centres: Centres | null, rgba: Uint8Array): void {
    this.table = centres === null || centres.classes.length === 0 ? null : tableOf(centres);
    if (centres === null || this.table === null) { this.show(false); return; }
    const numbers = Uint16Array.from(centres.classes);
    const texture = positionTexture(this.table);
    texture.needsUpdate = true;
    replaceTexture(this.own, "positions", texture);
    replaceTexture(this.own, "codes", numberTexture(numbers, numbers.length));
    replaceTexture(this.own, "marks", numberTexture(new Uint8Array(numbers.length), numbers.length));
    replaceTexture(this.own, "colours", colourTexture(rgba));
    setTrails(this.trails, Uint32Array.from(centres.classes.keys()), centres.positions.length);
    setStates(this.points, new BufferAttribute(new Uint8Array(numbers.length).fill(SHOWN), 1));
    this.points.geometry.setDrawRange(0, numbers.length);
  }

  /** Where the centres are at a moment, in the wire's units. */
  at(moment: Moment): [x: number, y: number][] {
    const { table } = this;
    return table === null ? [] : Array.from({ length: table.samples }, (_, place) => table.at(place, moment));
  }

  setPixelRatio(pixelRatio: number): void {
    setUniforms(this.points, { diameter: CENTRE_DIAMETER * pixelRatio, rimWidth: 0, ringWidth: CENTRE_RING * pixelRatio });
  }

  show(visible: boolean): void {
    this.trails.visible = this.points.visible = visible && this.table !== null;
  }

  dispose(): void {
    this.trails.removeFromParent();
    this.points.removeFromParent();
    for (const { geometry, material } of [this.trails, this.points]) { geometry.dispose(); material.dispose(); }
    for (const { value } of Object.values(this.own)) value?.dispose();
  }
}

function tableOf({ classes, positions }: Centres): PositionTable {
  const table = new PositionTable(classes.length, positions.length);
  positions.forEach((epoch, place) => { table.fill(place, epoch); });
  return table;
}
