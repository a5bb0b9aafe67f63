/** Which classes are predicted as which. */
import { GridIcon } from "../../ui/icons.tsx";
import { lacksVerdicts } from "../lacking.ts";
import { defineTool } from "../Tool.ts";
import "./confusion.css";
import { ConfusionStore } from "./ConfusionStore.ts";

export const confusion = defineTool({
  id: "confusion",
  title: "Confusion matrix",
  short: "Confusion",
  help: "which classes are predicted as which; click a cell to select its samples",
  icon: GridIcon,
  lacking: lacksVerdicts,
  load: async () => (await import("./ConfusionMatrix.tsx")).ConfusionMatrix,
  makeStore: (page) => new ConfusionStore(page),
  choices: {
    names: { split: "split", confusion: "view", normalization: "normalization", order: "order" },
    defaults: { confusion: "matrix", normalization: "count", order: "dataset" },
    read: (store, params) => {
      store.choose({
        split: params.get("split") ?? null,
        view: params.get("confusion") ?? null,
        normalization: params.get("normalization") ?? null,
        order: params.get("order") ?? null,
      });
    },
    write: ({ choices: { split, view, normalization, order } }) => [
      ["split", split],
      ["confusion", view],
      ["normalization", normalization],
      ["order", order],
    ],
  },
});
