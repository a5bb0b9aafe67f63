/** What the linter holds: typed rules, hooks, accessibility, and the page's two one-importer rules. */
import js from "@eslint/js";
import a11y from "eslint-plugin-jsx-a11y-x";
import reactHooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const ONE_IMPORTER = {
  paths: [{ name: "scatter-gl", message: "Only src/plot/scatterGl.ts imports scatter-gl; use ScatterView." }],
};
const THREE_IN_SCATTER = {
  paths: [...ONE_IMPORTER.paths, { name: "three", message: "three belongs to src/plot." }],
};

export default defineConfig(
  globalIgnores(["node_modules", "src/api/schema.ts"]),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  reactHooks.configs.flat["recommended-latest"],
  a11y.configs.recommended,
  {
    languageOptions: {
      parserOptions: {
        // Not the service of editors, which is made for files that change.
        project: "./tsconfig.json",
        tsconfigRootDir: import.meta.dirname,
      },
    },
  },
  {
    rules: {
      "no-restricted-globals": [
        "error",
        { name: "fetch", message: "Only src/api/http.ts fetches." },
        { name: "EventSource", message: "Only src/api/http.ts listens." },
      ],
      "no-restricted-imports": ["error", THREE_IN_SCATTER],
      // An application handles keys itself: the plot is one.
      "jsx-a11y-x/no-noninteractive-tabindex": ["error", { roles: ["application", "separator", "tabpanel"], tags: [] }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  { files: ["src/plot/**"], rules: { "no-restricted-imports": ["error", ONE_IMPORTER] } },
  { files: ["src/plot/scatterGl.ts"], rules: { "no-restricted-imports": "off" } },
  { files: ["src/api/http.ts"], rules: { "no-restricted-globals": "off" } },
  { files: ["**/*.js"], extends: [tseslint.configs.disableTypeChecked] },
);
