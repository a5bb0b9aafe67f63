/** How the tests run: with the page's own build settings, and in a simulated browser only where they need one. */
import { defineConfig, mergeConfig } from "vitest/config";
import viteConfig from "./vite.config.ts";

// Long, for machines that are busy; nothing waits without a reason.
const PATIENCE = 30_000;
const COMPONENTS = ["src/**/*.test.tsx", "src/**/*.dom.test.ts"];

export default mergeConfig(
  viteConfig,
  defineConfig({
    test: {
      testTimeout: PATIENCE,
      hookTimeout: PATIENCE,
      projects: [
        {
          extends: true,
          test: {
            name: "node",
            include: ["src/**/*.test.ts"],
            exclude: COMPONENTS,
            environment: "node",
            setupFiles: ["./vitest.setup.ts"],
            // Stores and functions share no state, so that all files can share the modules loaded by the first.
            isolate: false,
            pool: "threads",
          },
        },
        {
          extends: true,
          test: {
            name: "dom",
            include: COMPONENTS,
            environment: "happy-dom",
            setupFiles: ["./vitest.setup.ts", "./vitest.setup.dom.ts"],
          },
        },
      ],
    },
  }),
);
