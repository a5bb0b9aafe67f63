/** How the page is built: one tree-shaken three.js, relative addresses, straight into the API package. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, mergeConfig } from "vite";
import type { Plugin } from "vite";

const inside = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What the page and the benches share. */
export const shared = defineConfig({
  base: "./",
  plugins: [react()],
  resolve: {
    alias: [
      // Its published bundle carries a second three.js; its sources share ours.
      { find: /^scatter-gl$/, replacement: inside("node_modules/scatter-gl/src/scatter_gl.ts") },
      {
        find: /^three\/examples\/jsm\/controls\/OrbitControls$/,
        replacement: "three/addons/controls/OrbitControls.js",
      },
    ],
  },
  build: {
    outDir: "../api/epochscope_api/page",
    emptyOutDir: true,
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000" } },
});

/**
 * Leaves out the shaders of three's own materials, a tenth of the page's compressed script: everything here is drawn by
 * RawShaderMaterials. The renderer refers to all of them, so no bundler can tell.
 */
function withoutUnusedShaders(): Plugin {
  return {
    name: "without-unused-shaders",
    apply: "build",
    transform: {
      filter: { id: /three\/build\/three\.module\.js$/ },
      handler(code) {
        const shader = /^((?:const|var) \w+ = )"(?:[^"\\]|\\.)*";$/gm;
        return {
          code: code.replace(shader, (text, start: string) => (isShader(text) ? `${start}"";` : text)),
          map: null,
        };
      },
    },
  };
}

/** Leaves out ScatterGL's own visualizers: the page draws with one of ours, and never makes any of them. */
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

function isShader(text: string): boolean {
  return /#ifdef|#include|\bvoid main\b|\bvec[234]\b/.test(text);
}

export default mergeConfig(shared, defineConfig({ plugins: [withoutUnusedShaders(), withoutUnusedVisualizers()] }));
