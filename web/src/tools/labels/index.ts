/** Lists labels that are likely wrong. */
import { FlagIcon } from "../../ui/icons.tsx";
import { lacksProbabilities } from "../lacking.ts";
import { defineTool } from "../Tool.ts";
import { LabelErrorsStore } from "./LabelErrorsStore.ts";
import "./labels.css";

export const labels = defineTool({
  id: "labels",
  title: "Likely label errors",
  short: "Labels",
  help: "labels that are likely wrong, and the evidence against them",
  icon: FlagIcon,
  lacking: lacksProbabilities,
  load: async () => (await import("./LabelErrors.tsx")).LabelErrors,
  makeStore: (page) => new LabelErrorsStore(page),
  start: (store) => store.start(),
});
