/** How the page is built: one tree-shaken three.js, relative addresses, straight into the API package. */
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, mergeConfig } from "vite";
import { lean } from "./lean.ts";
import { licenses } from "./licenses.ts";

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

export default mergeConfig(shared, defineConfig({ plugins: [lean, licenses()] }));
