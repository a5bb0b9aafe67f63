/** Builds the scripts that `bench/page.py` and `bench/queries.py` put into pages, with the page's own sources and settings. */
import { fileURLToPath } from "node:url";
import { defineConfig, mergeConfig } from "vite";
import { shared } from "../vite.config.ts";

const inside = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default mergeConfig(
  shared,
  defineConfig({
    logLevel: "warn",
    build: {
      rolldownOptions: {
        input: { watch: inside("watch.ts"), race: inside("race.ts") },
        output: { entryFileNames: "[name].js" },
      },
    },
  }),
);
