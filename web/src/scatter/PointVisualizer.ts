/** Draws the samples as points: our visualizer inside ScatterGL's scene. A scrub step is one uniform. */
import {
  BufferAttribute, BufferGeometry, DataArrayTexture, DataTexture, GLSL3, NearestFilter, Points,
  RawShaderMaterial, RGBAFormat, RGIntegerFormat, Sphere, UnsignedByteType, UnsignedShortType, Vector3,
} from "three";
import type { Scene } from "three";
import type { ClassNumbers } from "../api/manifest.ts";
import type { Placement } from "./frame.ts";
import { PositionTable } from "./positions.ts";
import type { Moment } from "./positions.ts";
import { fragmentShader, ROW_CLASSES, vertexShader } from "./shaders.ts";
import type { Skin } from "./skins.ts";

/** The hovered sample stands out by size and ring. */
const HOVER_GROWTH = 1.7;

/** Its interface is ScatterGL's; ScatterGL calls what is here. */
export class PointVisualizer {
  readonly id = "EPOCHSCOPE_POINTS";
  private readonly geometry = new BufferGeometry();
  private readonly hoverGeometry = new BufferGeometry();
  private readonly shared = sharedUniforms();
  private readonly material = pointMaterial({ ...this.shared, diameter: { value: 6 }, rimWidth: { value: 1 }, ringWidth: { value: 0 } });
  private readonly hoverMaterial = pointMaterial({ ...this.shared, opacity: { value: 1 }, diameter: { value: 12 }, rimWidth: { value: 1 }, ringWidth: { value: 2 } });
  private readonly all = new Points(this.geometry, this.material);
  private readonly hovered = new Points(this.hoverGeometry, this.hoverMaterial);
  private positions: DataArrayTexture | null = null;
  private colours: DataTexture | null = null;
  private scene: Scene | null = null;

  constructor() {
    [this.all, this.hovered].forEach((points, order) => {
      // There is no position attribute that three could measure.
      points.geometry.boundingSphere = new Sphere(new Vector3(), 4);
      points.frustumCulled = false;
      points.renderOrder = order;
    });
    this.clear();
  }

  /** Make room for a projection whose epochs arrive one by one. */
  setTable(table: PositionTable, { x, y, step }: Placement): void {
    this.shared.placement.value = [x, y, step];
    this.positions?.dispose();
    this.positions = positionTexture(table);
    this.shared.positions.value = this.positions;
    this.clear();
  }

  uploadEpoch(epoch: number): void {
    if (this.positions === null) return;
    this.positions.addLayerUpdate(epoch);
    this.positions.needsUpdate = true;
  }

  setSamples(classOf: ClassNumbers): void {
    this.setAttribute("classNumber", new BufferAttribute(classOf, 1));
  }

  /** Which samples are in the subset: one byte each, 0 or 1. */
  setSubset(inSubset: Uint8Array): void {
    this.setAttribute("inSubset", new BufferAttribute(inSubset, 1));
  }

  /** RGBA bytes, one colour a class; alpha 0 hides the class. */
  setColours(rgba: Uint8Array): void {
    this.colours?.dispose();
    this.colours = colourTexture(rgba);
    this.shared.classColours.value = this.colours;
  }

  setSkin(skin: Skin): void {
    this.shared.rimTone.value = skin.rim;
    this.shared.rimShare.value = skin.rimShare;
    this.shared.ringColour.value = skin.ring;
  }

  /** In device pixels. */
  setDiameter(diameter: number, pixelRatio: number): void {
    uniform(this.material, "diameter").value = diameter;
    uniform(this.material, "rimWidth").value = Math.min(1.1 * pixelRatio, diameter * 0.16);
    uniform(this.hoverMaterial, "diameter").value = diameter * HOVER_GROWTH + 6 * pixelRatio;
    uniform(this.hoverMaterial, "ringWidth").value = 2 * pixelRatio;
  }

  showMoment(moment: Moment, samples: number): void {
    this.shared.fromEpoch.value = moment.from;
    this.shared.toEpoch.value = moment.to;
    this.shared.share.value = moment.share;
    this.geometry.setDrawRange(0, samples);
    this.all.visible = true;
  }

  showHover(sample: number | null): void {
    this.hoverGeometry.setDrawRange(sample ?? 0, 1);
    this.hovered.visible = sample !== null;
  }

  /** Draw nothing: even an empty draw call needs a texture of integers, which is not there yet. */
  clear(): void {
    this.all.visible = this.hovered.visible = false;
  }

  setScene(scene: Scene): void {
    this.scene = scene;
    scene.add(this.all, this.hovered);
  }

  dispose(): void {
    this.scene?.remove(this.all, this.hovered);
    for (const part of [this.geometry, this.hoverGeometry, this.material, this.hoverMaterial, this.positions, this.colours]) part?.dispose();
  }

  // ScatterGL calls these; positions, picking and sizes go their own way here.
  onPointPositionsChanged(): void { /* the texture holds them */ }
  onPickingRender(): void { /* picking is done on the processor */ }
  onRender(): void { /* uniforms are set when something changes */ }
  onResize(): void { /* ScatterView sets the diameter */ }

  private setAttribute(name: string, attribute: BufferAttribute): void {
    // three frees an attribute's buffer only with its geometry.
    this.geometry.dispose();
    this.hoverGeometry.dispose();
    this.geometry.setAttribute(name, attribute);
    this.hoverGeometry.setAttribute(name, attribute);
  }
}

function sharedUniforms() {
  return {
    positions: { value: null as DataArrayTexture | null },
    placement: { value: [0, 0, 0] },
    classColours: { value: null as DataTexture | null },
    fromEpoch: { value: 0 },
    toEpoch: { value: 0 },
    share: { value: 0 },
    opacity: { value: 0.92 },
    rimTone: { value: [0, 0, 0] as Skin["rim"] },
    rimShare: { value: 0 },
    ringColour: { value: [0, 0, 0] as Skin["ring"] },
  };
}

function pointMaterial(uniforms: RawShaderMaterial["uniforms"]): RawShaderMaterial {
  return new RawShaderMaterial({ glslVersion: GLSL3, vertexShader, fragmentShader, uniforms, transparent: true, depthTest: false, depthWrite: false });
}

function uniform(material: RawShaderMaterial, name: string): { value: unknown } {
  const found = material.uniforms[name];
  if (found === undefined) throw new Error(`the points' shader has no uniform ${name}`);
  return found;
}

function positionTexture(table: PositionTable): DataArrayTexture {
  const texture = new DataArrayTexture(table.data, table.data.length / table.epochs / table.rows / 2, table.rows, table.epochs);
  texture.format = RGIntegerFormat;
  texture.type = UnsignedShortType;
  texture.internalFormat = "RG16UI";
  texture.minFilter = texture.magFilter = NearestFilter;
  return texture;
}

function colourTexture(rgba: Uint8Array): DataTexture {
  const rows = Math.max(1, Math.ceil(rgba.length / 4 / ROW_CLASSES));
  const bytes = new Uint8Array(rows * ROW_CLASSES * 4);
  bytes.set(rgba);
  const texture = new DataTexture(bytes, ROW_CLASSES, rows, RGBAFormat, UnsignedByteType);
  texture.minFilter = texture.magFilter = NearestFilter;
  texture.needsUpdate = true;
  return texture;
}
