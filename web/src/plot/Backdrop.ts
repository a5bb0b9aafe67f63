/** Draws the outlines of the density look under the points: painted on a canvas, which is the points' background. */
import {
  BufferAttribute,
  BufferGeometry,
  CanvasTexture,
  GLSL3,
  Mesh,
  LinearFilter,
  RawShaderMaterial,
  Sphere,
} from "three";
import type { Scene } from "three";
import type { Size } from "./camera.ts";
import { OUTLINE_WIDTH } from "./Outlines.ts";
import type { DrawnOutline } from "./Outlines.ts";

const vertexShader = /* glsl */ `
in vec2 position;
out vec2 place;
void main() {
  place = position * 0.5 + 0.5;
  gl_Position = vec4(position, 0.0, 1.0);
}
`;

const fragmentShader = /* glsl */ `
precision highp float;
uniform sampler2D canvas;
in vec2 place;
out vec4 pixel;
void main() {
  pixel = texture(canvas, place);
}
`;

export class Backdrop {
  private readonly canvas = document.createElement("canvas");
  private readonly texture = { value: this.makeTexture() };
  /** What the canvas shows. */
  private painted = "";
  private readonly mesh = new Mesh(
    new BufferGeometry().setAttribute("position", new BufferAttribute(new Float32Array([-1, -1, 3, -1, -1, 3]), 2)),
    new RawShaderMaterial({
      glslVersion: GLSL3,
      vertexShader,
      fragmentShader,
      uniforms: { canvas: this.texture },
      depthTest: false,
      depthWrite: false,
    }),
  );

  constructor() {
    // Two coordinates are no positions that three could measure.
    this.mesh.geometry.boundingSphere = new Sphere();
    this.mesh.frustumCulled = false;
    // Before the points; opaque objects come first anyway.
    this.mesh.renderOrder = -1;
    this.mesh.visible = false;
  }

  addTo(scene: Scene): void {
    scene.add(this.mesh);
  }

  /** Show these outlines over the background, "#rrggbb", with that many pixels to one of CSS; none show nothing. */
  show(outlines: readonly DrawnOutline[], background: string, size: Size, pixelRatio: number): void {
    this.mesh.visible = outlines.length > 0;
    if (outlines.length === 0) return;
    const [width, height] = [Math.floor(size.width * pixelRatio), Math.floor(size.height * pixelRatio)];
    const painting = [background, width, height, ...outlines.flatMap(({ color, path }) => [color, path])].join();
    if (painting === this.painted) return;
    this.painted = painting;
    this.fit(width, height);
    // What is painted is uploaded next, which is slow from a graphics card.
    const context = this.canvas.getContext("2d", { alpha: false, willReadFrequently: true });
    if (context === null) return;
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    context.fillStyle = background;
    context.fillRect(0, 0, size.width + 1, size.height + 1);
    paintOutlines(context, outlines);
    this.texture.value.needsUpdate = true;
  }

  dispose(): void {
    this.mesh.removeFromParent();
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
    this.texture.value.dispose();
  }

  private fit(width: number, height: number): void {
    if (this.canvas.width === width && this.canvas.height === height) return;
    Object.assign(this.canvas, { width, height });
    // A texture's size is fixed once it is on the graphics card.
    this.texture.value.dispose();
    this.texture.value = this.makeTexture();
  }

  private makeTexture(): CanvasTexture {
    const texture = new CanvasTexture(this.canvas);
    texture.generateMipmaps = false;
    texture.minFilter = texture.magFilter = LinearFilter;
    return texture;
  }
}

function paintOutlines(context: CanvasRenderingContext2D, outlines: readonly DrawnOutline[]): void {
  context.lineWidth = OUTLINE_WIDTH;
  context.lineJoin = "round";
  for (const { path, color, fill, line } of outlines) {
    const shape = new Path2D(path);
    context.fillStyle = context.strokeStyle = color;
    context.globalAlpha = fill;
    context.fill(shape, "evenodd");
    context.globalAlpha = line;
    context.stroke(shape);
  }
  context.globalAlpha = 1;
}
