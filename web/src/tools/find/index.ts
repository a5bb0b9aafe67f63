/** Samples by what became of them. */
import { FindIcon } from "../../ui/icons.tsx";
import { defineTool } from "../Tool.ts";
import "./find.css";
import { FindSamples } from "./FindSamples.tsx";

export const find = defineTool({
  id: "find",
  title: "Find samples",
  short: "Find",
  help: "samples by what became of them, such as “never learned” or “dog as cat”",
  icon: FindIcon,
  Content: FindSamples,
  // The query is the page's own: it decides what is drawn in color while the tool is closed too.
  makeStore: (page) => page.query,
});
