/** Finds samples by their predictions. */
import { FindIcon } from "../../ui/icons.tsx";
import { defineTool } from "../Tool.ts";
import "./bar.css";
import "./find.css";
import { FindTool } from "./FindTool.ts";

export const find = defineTool({
  id: "find",
  title: "Find samples",
  short: "Find",
  help: "samples by how the network predicted them, such as “never learned” or “cat predicted as dog”",
  icon: FindIcon,
  load: async () => (await import("./FindSamples.tsx")).FindSamples,
  // The query itself belongs to the page: it decides what is drawn in color even while the tool is closed.
  makeStore: (page) => new FindTool(page),
});
