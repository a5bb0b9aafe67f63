/**
 * What the build leaves out of three and ScatterGL: about a tenth of the page's compressed script. The renderer refers
 * to all its parts, so no bundler can tell which of them never run here: every point, line and card is drawn by a
 * RawShaderMaterial, without lights, shadows, environments, clipping planes, or headsets.
 */
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const NONE = "dispose() {}";
/** By the kind of light, in three's words. */
const LIGHTS = ["sun", "directional", "point", "spot", "rectArea", "hemi", "spotLightMap"];
const SHADOWS = ["sun", "directional", "point", "spot"].map((kind) => `${kind}ShadowMap`);

/** Parts of three's renderer, by their file: what takes their place has just what the renderer calls. */
const PARTS_OF_THREE: Readonly<Record<string, string>> = {
  "shaders/DFGLUTData": "export const getDFGLUT = () => null;",
  "shaders/ShaderChunk": "export const ShaderChunk = {};",
  "shaders/ShaderLib": "export const ShaderLib = {};",
  "webgl/WebGLClipping":
    "export class WebGLClipping { uniform = {}; numPlanes = 0; numIntersection = 0; init() { return false; } }",
  "webgl/WebGLEnvironments": `export class WebGLEnvironments { get() { return null; } ${NONE} }`,
  "webgl/WebGLLights": `export class WebGLLights {
    state = { version: 0, ${[...LIGHTS, ...SHADOWS].map((name) => `${name}: []`).join()} };
    setup() {} setupView() {}
  }`,
  "webgl/WebGLMaterials":
    "export class WebGLMaterials { refreshMaterialUniforms(_, material) { material.uniformsNeedUpdate = false; } }",
  "webgl/WebGLMorphtargets": "export class WebGLMorphtargets {}",
  "webgl/WebGLOutput": "export class WebGLOutput {}",
  "webgl/WebGLShadowMap": "export class WebGLShadowMap { enabled = false; render() {} }",
  "webgl/WebGLUniformsGroups": `export class WebGLUniformsGroups { ${NONE} }`,
  "webxr/WebXRManager": `export class WebXRManager {
    enabled = false; isPresenting = false;
    addEventListener() {} removeEventListener() {} setAnimationLoop() {} getEnvironmentBlendMode() {} ${NONE}
  }`,
};

/** Take three from its sources: of its published bundle, all that writes to a prototype stays. */
function threeBySource(): Plugin {
  const replacement = fileURLToPath(new URL("node_modules/three/src/Three.js", import.meta.url));
  return {
    name: "three-by-source",
    apply: "build",
    config: () => ({ resolve: { alias: [{ find: /^three$/, replacement }] } }),
  };
}

function withoutUnusedParts(): Plugin {
  return {
    name: "without-unused-parts",
    apply: "build",
    load: {
      filter: { id: /three\/src\/renderers\/\w+\/\w+\.js$/ },
      handler(id) {
        const [, part = ""] = /renderers\/(\w+\/\w+)\.js$/.exec(id) ?? [];
        return PARTS_OF_THREE[part];
      },
    },
  };
}

/** Methods that write objects of three as JSON, and read them: 6 kB of the page’s compressed script. */
const JSON_METHODS = /\n\t(?:static )?(?:to|from)JSON\([^)]*\) \{\n.*?\n\t\}\n/gs;

function withoutJson(): Plugin {
  return {
    name: "without-json",
    apply: "build",
    transform: {
      filter: { id: /three\/src\/\w+\/\w+\.js$/, code: /JSON\(/ },
      handler: (code) => ({ code: code.replace(JSON_METHODS, "\n"), map: null }),
    },
  };
}

/** The page draws with a visualizer of its own, and never makes any of ScatterGL's. */
function withoutUnusedVisualizers(): Plugin {
  return {
    name: "without-unused-visualizers",
    apply: "build",
    transform: {
      filter: { id: /scatter-gl\/src\/scatter_plot_visualizer_\w+\.ts$/ },
      handler(code) {
        const [, name] = /export class (\w+)/.exec(code) ?? [];
        return name === undefined ? null : { code: `export class ${name} {}`, map: null };
      },
    },
  };
}

export const lean = [threeBySource(), withoutUnusedParts(), withoutJson(), withoutUnusedVisualizers()];
