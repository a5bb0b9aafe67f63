/** What the points and the trails of the plot are made of. */
import {
  BufferAttribute,
  BufferGeometry,
  DoubleSide,
  GLSL3,
  Mesh,
  Points,
  RawShaderMaterial,
  Sphere,
  Vector2,
  Vector3,
} from "three";
import type { DataArrayTexture, DataTexture } from "three";
import { WHOLE_TRAIL } from "./looks.ts";
import {
  fragmentShader,
  tailFragmentShader,
  tailVertexShader,
  trailFragmentShader,
  trailVertexShader,
  vertexShader,
} from "./shaders.ts";
import type { Skin } from "./looks.ts";
import { ROW_SAMPLES } from "./positions.ts";
import { numberTexture } from "./textures.ts";

export type Uniforms = RawShaderMaterial["uniforms"];
export type DrawnPoints = Points<BufferGeometry, RawShaderMaterial>;
export type DrawnTrails = Mesh<BufferGeometry, RawShaderMaterial>;

/** What the shaders of all points and trails read: where and when the plot is, and how it looks. */
export function sceneUniforms() {
  return {
    placement: { value: [0, 0, 0] },
    fromEpoch: { value: 0 },
    toEpoch: { value: 0 },
    share: { value: 0 },
    origins: { value: null as DataTexture | null },
    glide: { value: 1 },
    rimTone: { value: [0, 0, 0] as Skin["rim"] },
    ringColor: { value: [0, 0, 0] as Skin["ring"] },
    gray: { value: [0, 0, 0] as Skin["gray"] },
    background: { value: [0, 0, 0] },
  };
}

/** What they know of the things they draw: one texture each. */
export function tableUniforms() {
  return {
    positions: { value: null as DataArrayTexture | null },
    colors: { value: null as DataTexture | null },
    codes: { value: numberTexture(new Uint8Array(ROW_SAMPLES), ROW_SAMPLES) as DataArrayTexture | null },
    marks: { value: numberTexture(new Uint8Array(ROW_SAMPLES), ROW_SAMPLES) as DataArrayTexture | null },
  };
}

export type TableUniforms = ReturnType<typeof tableUniforms>;

/** Put another texture in the place of one, and free that. */
export function replaceTexture<Name extends keyof TableUniforms>(
  table: TableUniforms,
  name: Name,
  texture: TableUniforms[Name]["value"],
): void {
  table[name].value?.dispose();
  table[name].value = texture;
}

export function points(uniforms: Uniforms, order: number, ringed = false): DrawnPoints {
  const own = {
    diameter: { value: 6 },
    opacity: { value: 1 },
    rimWidth: { value: 1 },
    rimShare: { value: 0 },
    ringWidth: { value: 0 },
    skipped: { value: -1 },
  };
  return inOrder(
    new Points(
      new BufferGeometry(),
      material(vertexShader, fragmentShader, { ...uniforms, ...own }, ringed ? { RING: "" } : {}),
    ),
    order,
  );
}

/** Trails of a width in CSS pixels, with an edge around them; WebGL's own lines are one device pixel thin. */
export function trails(uniforms: Uniforms, order: number, width: number, edge = 0): DrawnTrails {
  const own = {
    viewport: { value: new Vector2(1, 1) },
    lineWidth: { value: width },
    edgeWidth: { value: edge },
    opacity: { value: WHOLE_TRAIL.opacity },
    span: { value: WHOLE_TRAIL.span },
  };
  const drawn = inOrder(
    new Mesh(new BufferGeometry(), material(trailVertexShader, trailFragmentShader, { ...uniforms, ...own })),
    order,
  );
  drawn.onBeforeRender = (renderer) => {
    renderer.getDrawingBufferSize(own.viewport.value);
    own.lineWidth.value = width * renderer.getPixelRatio();
    own.edgeWidth.value = edge * renderer.getPixelRatio();
    drawn.material.uniformsNeedUpdate = true;
  };
  return drawn;
}

/** Comet tails, one triangle per sample. */
export function tails(uniforms: Uniforms, order: number): DrawnTrails {
  const own = {
    viewport: { value: new Vector2(1, 1) },
    headWidth: { value: 1 },
    longest: { value: 1 },
    opacity: { value: 1 },
    tipFrom: { value: 0 },
    tipTo: { value: 0 },
    tipShare: { value: 0 },
    tipGlide: { value: 1 },
  };
  const drawn = inOrder(
    new Mesh(new BufferGeometry(), material(tailVertexShader, tailFragmentShader, { ...uniforms, ...own })),
    order,
  );
  drawn.onBeforeRender = (renderer) => {
    renderer.getDrawingBufferSize(own.viewport.value);
    drawn.material.uniformsNeedUpdate = true;
  };
  return drawn;
}

/** Draw tails behind these samples, given the states of all. */
export function setTails({ geometry }: DrawnTrails, samples: Uint32Array, states: Uint8Array): void {
  const [numbers, own] = [new Float32Array(3 * samples.length), new Uint8Array(3 * samples.length)];
  samples.forEach((sample, at) => {
    numbers.fill(sample, 3 * at, 3 * at + 3);
    own.fill(states[sample] ?? 0, 3 * at, 3 * at + 3);
  });
  geometry.dispose();
  geometry.setAttribute("sampleNumber", new BufferAttribute(numbers, 1));
  geometry.setAttribute("state", new BufferAttribute(own, 1));
}

/** Draw the first ones of them, up to a share of all. */
export function showTails({ geometry }: DrawnTrails, share: number): void {
  geometry.setDrawRange(0, 3 * Math.round((share * (geometry.attributes.sampleNumber?.count ?? 0)) / 3));
}

/** Draw the path of these samples through the epochs, up to the moment shown: four corners per step. */
export function setTrails({ geometry }: DrawnTrails, samples: Uint32Array, epochs: number): void {
  const steps = Math.max(0, epochs - 1);
  const count = samples.length * steps;
  const [numbers, places, corners, faces] = [
    new Float32Array(4 * count),
    new Float32Array(4 * count),
    new Uint8Array(4 * count),
    new Uint32Array(6 * count),
  ];
  for (let step = 0; step < count; step++) {
    numbers.fill(samples[Math.floor(step / steps)] ?? 0, 4 * step, 4 * step + 4);
    places.fill(step % steps, 4 * step, 4 * step + 4);
    corners.set([0, 1, 2, 3], 4 * step);
    faces.set(
      [0, 1, 2, 2, 1, 3].map((corner) => 4 * step + corner),
      6 * step,
    );
  }
  // three frees an attribute's buffer only with its geometry.
  geometry.dispose();
  geometry.setAttribute("sampleNumber", new BufferAttribute(numbers, 1));
  geometry.setAttribute("epoch", new BufferAttribute(places, 1));
  geometry.setAttribute("corner", new BufferAttribute(corners, 1));
  geometry.setIndex(new BufferAttribute(faces, 1));
  geometry.setDrawRange(0, faces.length);
}

/** Draw the points of these samples, one after the other. */
export function setOrder({ geometry }: DrawnPoints, samples: Uint32Array): void {
  const { index } = geometry;
  if (index?.array.length === samples.length) {
    index.array.set(samples);
    index.needsUpdate = true;
    return;
  }
  // three frees the buffer of an index only with its geometry.
  geometry.dispose();
  geometry.setIndex(new BufferAttribute(samples.slice(), 1));
}

export function setStates({ geometry }: DrawnPoints, states: BufferAttribute): void {
  geometry.dispose();
  geometry.setAttribute("state", states);
}

export function setUniforms(
  { material: { uniforms } }: DrawnPoints | DrawnTrails,
  values: Readonly<Record<string, number>>,
): void {
  for (const [name, value] of Object.entries(values)) {
    const found = uniforms[name];
    if (found === undefined) throw new Error(`the shader has no uniform ${name}`);
    found.value = value;
  }
}

function inOrder<Drawn extends Points | Mesh>(drawn: Drawn, order: number): Drawn {
  // There is no position attribute that three could measure.
  drawn.geometry.boundingSphere = new Sphere(new Vector3(), 4);
  drawn.frustumCulled = false;
  // It lies where the world does.
  drawn.matrixAutoUpdate = false;
  drawn.renderOrder = order;
  return drawn;
}

function material(
  vertex: string,
  fragment: string,
  uniforms: Uniforms,
  defines: Readonly<Record<string, string>> = {},
): RawShaderMaterial {
  return new RawShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: vertex,
    fragmentShader: fragment,
    uniforms,
    defines,
    transparent: true,
    depthTest: false,
    depthWrite: false,
    side: DoubleSide,
  });
}
