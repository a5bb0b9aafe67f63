/** How accurate each class is, and since when. */
import { CurvesIcon } from "../../ui/icons.tsx";
import { defineTool } from "../Tool.ts";
import { ClassCurves } from "./ClassCurves.tsx";
import { ClassCurvesStore } from "./ClassCurvesStore.ts";
import "./classes.css";

export const classes = defineTool({
  id: "classes",
  title: "Accuracy of each class",
  short: "Classes",
  help: "how accurate each class is, and since when",
  icon: CurvesIcon,
  Content: ClassCurves,
  makeStore: ({ run, timeline, classes, subset, predictions }) =>
    new ClassCurvesStore(run, timeline, classes, subset, predictions),
  choices: {
    read: (store, params) => {
      store.showSplit(params.get("split") ?? null);
    },
    write: ({ split }) => [["split", split]],
  },
});
