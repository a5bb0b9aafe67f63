/** What can be done with the camera of one plot. */
import type { ReactElement } from "react";
import type { Action } from "../ui/action.ts";
import { FitIcon, MinusIcon, PlusIcon } from "../ui/icons.tsx";
import type { ScatterView } from "./ScatterView.ts";

/** Always has an icon, and is called the same whatever is on screen. */
interface PlotAction extends Action<ScatterView> {
  readonly name: string;
  readonly hint: string;
  readonly icon: ReactElement;
}

const ZOOM_STEP = 1.5;

export const PLOT_ACTIONS: readonly PlotAction[] = [
  {
    id: "zoom in",
    name: "Zoom in",
    hint: "Zoom in",
    icon: <PlusIcon />,
    run: (view) => {
      view.zoomBy(ZOOM_STEP);
    },
  },
  {
    id: "zoom out",
    name: "Zoom out",
    hint: "Zoom out",
    icon: <MinusIcon />,
    run: (view) => {
      view.zoomBy(1 / ZOOM_STEP);
    },
  },
  {
    id: "fit",
    name: "Fit",
    hint: "Fit to the selection, or to everything shown; once more shows the whole projection",
    icon: <FitIcon />,
    run: (view) => {
      view.fit();
    },
  },
];
