/** The element that the picture is drawn into, with its zoom buttons. */
import { observer } from "mobx-react-lite";
import { useEffect, useRef } from "react";
import { usePage } from "../page/usePage.ts";
import { FitIcon, HomeIcon, LassoIcon, MinusIcon, PlusIcon } from "../ui/icons.tsx";
import { mountScatter } from "./connectScatter.ts";
import type { MountedScatter } from "./connectScatter.ts";
import type { ScatterView } from "./ScatterView.ts";
import { summaryOf } from "./summary.ts";

/** Takes the plot that is on the page now; null once it is gone. */
export type OnMount = (view: ScatterView | null) => void;

const ZOOM_STEP = 1.5;

export const Scatter = observer(function Scatter({ onMount }: { onMount: OnMount | undefined }) {
  const page = usePage();
  const element = useRef<HTMLDivElement>(null);
  const mounted = useRef<MountedScatter | null>(null);
  const { attempt } = page.stage;
  useEffect(() => {
    if (element.current !== null) mounted.current = mountScatter(element.current, page);
    onMount?.(mounted.current?.view ?? null);
    return () => {
      onMount?.(null);
      mounted.current?.unmount();
      mounted.current = null;
    };
  }, [page, attempt, onMount]);
  return (
    <>
      <div
        ref={element}
        className="scatter"
        data-testid={page.leader === null ? "scatter" : "second-scatter"}
        data-state={page.stage.state}
        data-loaded-epochs={page.frames.loadedEpochs}
        role="img"
        aria-label={summaryOf(page)}
      />
      {page.stage.hasPlot && (
        <div className="zoom">
          <button
            type="button"
            aria-label="Select with a lasso"
            aria-pressed={page.view.lassoing}
            title="Draw a lasso to select samples (or hold Shift and drag)"
            onClick={() => {
              page.view.toggleLasso();
            }}
          >
            <LassoIcon />
          </button>
          <button
            type="button"
            aria-label="Zoom in"
            title="Zoom in"
            onClick={() => mounted.current?.view.zoomBy(ZOOM_STEP)}
          >
            <PlusIcon />
          </button>
          <button
            type="button"
            aria-label="Zoom out"
            title="Zoom out"
            onClick={() => mounted.current?.view.zoomBy(1 / ZOOM_STEP)}
          >
            <MinusIcon />
          </button>
          <button
            type="button"
            aria-label="Fit to samples"
            title="Fit to the selected samples, or to all samples shown"
            onClick={() => mounted.current?.view.showSamples()}
          >
            <FitIcon />
          </button>
          <button
            type="button"
            aria-label="Show everything"
            title="Show the whole projection"
            onClick={() => mounted.current?.view.showWhole()}
          >
            <HomeIcon />
          </button>
        </div>
      )}
    </>
  );
});
