/** How the tests run: the page's own build settings, in a simulated browser. */
import { defineConfig, mergeConfig } from "vitest/config";
import viteConfig from "./vite.config.ts";

// Long, for machines that are busy; nothing waits without a reason.
const PATIENCE = 30_000;

export default mergeConfig(
  viteConfig,
  defineConfig({
    test: {
      environment: "happy-dom",
      include: ["src/**/*.test.{ts,tsx}"],
      setupFiles: ["./vitest.setup.ts"],
      testTimeout: PATIENCE,
      hookTimeout: PATIENCE,
    },
  }),
);
