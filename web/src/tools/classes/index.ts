/** The accuracy of each class over the epochs. */
import { CurvesIcon } from "../../ui/icons.tsx";
import { lacksVerdicts } from "../lacking.ts";
import { defineTool } from "../Tool.ts";
import { ClassCurvesStore } from "./ClassCurvesStore.ts";
import "./classes.css";

export const classes = defineTool({
  id: "classes",
  title: "Accuracy of each class",
  short: "Classes",
  help: "how accurate each class is at every epoch",
  icon: CurvesIcon,
  lacking: lacksVerdicts,
  load: async () => (await import("./ClassCurves.tsx")).ClassCurves,
  makeStore: (page) => new ClassCurvesStore(page),
  choices: {
    names: { split: "split" },
    read: (store, params) => {
      store.showSplit(params.get("split") ?? null);
    },
    write: ({ split }) => [["split", split]],
  },
});
