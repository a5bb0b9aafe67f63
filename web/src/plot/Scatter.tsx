/** The element that the picture is drawn into, with its zoom buttons. */
import { observer } from "mobx-react-lite";
import { useEffect, useRef } from "react";
import { mountScatter } from "./connectScatter.ts";
import type { MountedScatter } from "./connectScatter.ts";
import { useApp } from "../page/usePage.ts";
import { FitIcon, HomeIcon, LassoIcon, MinusIcon, PlusIcon } from "../ui/icons.tsx";
import { summaryOf } from "./summary.ts";

const ZOOM_STEP = 1.5;

export const Scatter = observer(function Scatter() {
  const app = useApp();
  const element = useRef<HTMLDivElement>(null);
  const mounted = useRef<MountedScatter | null>(null);
  const { attempt } = app.stage;
  useEffect(() => {
    if (element.current !== null) mounted.current = mountScatter(element.current, app);
    return () => {
      mounted.current?.unmount();
      mounted.current = null;
    };
  }, [app, attempt]);
  return (
    <>
      <div
        ref={element}
        className="scatter"
        data-testid={app.first === null ? "scatter" : "second-scatter"}
        data-state={app.stage.state}
        data-loaded-epochs={app.frames.loadedEpochs}
        role="img"
        aria-label={summaryOf(app)}
      />
      {app.stage.hasPicture && (
        <div className="zoom">
          <button
            type="button"
            aria-label="Draw around samples"
            aria-pressed={app.view.lassoing}
            title="Draw around samples to select them (or hold Shift)"
            onClick={() => {
              app.view.toggleLasso();
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
            title="Fit to the selected samples, or to all that are shown"
            onClick={() => mounted.current?.view.showSamples()}
          >
            <FitIcon />
          </button>
          <button
            type="button"
            aria-label="Show everything"
            title="Show everything, as at the beginning"
            onClick={() => mounted.current?.view.showWhole()}
          >
            <HomeIcon />
          </button>
        </div>
      )}
    </>
  );
});
