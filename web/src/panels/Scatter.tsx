/** The element that the picture is drawn into, with its zoom buttons. */
import { observer } from "mobx-react-lite";
import { useEffect, useRef } from "react";
import { mountScatter } from "../scatter/connectScatter.ts";
import type { MountedScatter } from "../scatter/connectScatter.ts";
import { useApp } from "../ui/AppContext.ts";
import { FitIcon, MinusIcon, PlusIcon } from "../ui/icons.tsx";
import { count } from "../ui/words.ts";

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
      <div ref={element} className="scatter" data-testid="scatter" data-state={app.stage.state} data-loaded-epochs={app.frames.loadedEpochs} role="img" aria-label={describe(app)} />
      {app.stage.hasPicture && (
        <div className="zoom">
          <button type="button" aria-label="Zoom in" title="Zoom in" onClick={() => mounted.current?.view.zoomBy(ZOOM_STEP)}><PlusIcon /></button>
          <button type="button" aria-label="Zoom out" title="Zoom out" onClick={() => mounted.current?.view.zoomBy(1 / ZOOM_STEP)}><MinusIcon /></button>
          <button type="button" aria-label="Show everything" title="Show everything" onClick={() => mounted.current?.view.showWhole()}><FitIcon /></button>
        </div>
      )}
    </>
  );
});

function describe({ stage, subset, projection, timeline }: ReturnType<typeof useApp>): string {
  if (stage.state !== "ready") return "No picture yet";
  return `Scatter plot of ${count(subset.shownCount)} samples at layer ${projection.layer ?? ""}, epoch ${timeline.epoch ?? 0}, coloured by class`;
}
