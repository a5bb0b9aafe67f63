/** Which classes are predicted as which. */
import { GridIcon } from "../../ui/icons.tsx";
import { defineTool } from "../Tool.ts";
import "./confusion.css";
import { ConfusionMatrix } from "./ConfusionMatrix.tsx";
import { ConfusionStore } from "./ConfusionStore.ts";

export const confusion = defineTool({
  id: "confusion",
  title: "Confusion matrix",
  short: "Confusion",
  help: "which classes are taken for which; a cell selects its samples",
  icon: GridIcon,
  Content: ConfusionMatrix,
  makeStore: (page) =>
    new ConfusionStore(page.run, page.timeline, page.classes, page.subset, page.predictions, page.selection),
  choices: {
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
