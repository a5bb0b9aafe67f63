/** Finds samples by their predictions. */
import { FindIcon } from "../../ui/icons.tsx";
import { defineTool } from "../Tool.ts";
import "./find.css";

export const find = defineTool({
  id: "find",
  title: "Find samples",
  short: "Find",
  help: "samples by how the network predicted them, such as “never learned” or “dog as cat”",
  icon: FindIcon,
  load: async () => (await import("./FindSamples.tsx")).FindSamples,
  // The query belongs to the page: it decides what is drawn in color even while the tool is closed.
  makeStore: (page) => page.query,
});
