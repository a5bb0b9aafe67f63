/** The element that the plot is drawn into, with its zoom buttons. */
import { observer } from "mobx-react-lite";
import { useCallback, useEffect, useRef } from "react";
import { toggleDensity, toggleLasso, toggleNames } from "../page/actions.tsx";
import { usePage } from "../page/usePage.ts";
import { iconButtonOf } from "../ui/action.ts";
import { PLOT_ACTIONS } from "./actions.tsx";
import { PointSize } from "./PointSize.tsx";
import { mountScatter } from "./connectScatter.ts";
import type { MountedScatter } from "./connectScatter.ts";
import type { ScatterView } from "./ScatterView.ts";
import { summaryOf } from "./summary.ts";
import { WalkedPlot } from "./WalkedPlot.tsx";

/** Takes the plot that is on the page now; null once it is gone. */
export type OnMount = (view: ScatterView | null) => void;

export const Scatter = observer(function Scatter({ onMount }: { onMount: OnMount | undefined }) {
  const page = usePage();
  const element = useRef<HTMLDivElement>(null);
  const mounted = useRef<MountedScatter | null>(null);
  const { attempt } = page.stage;
  // One lasso mode for both plots, as they share the selection.
  const first = page.leader ?? page;
  useEffect(() => {
    if (element.current !== null) mounted.current = mountScatter(element.current, page);
    onMount?.(mounted.current?.view ?? null);
    return () => {
      onMount?.(null);
      mounted.current?.unmount();
      mounted.current = null;
    };
  }, [page, attempt, onMount]);
  const viewOf = useCallback(() => mounted.current?.view ?? null, []);
  return (
    <>
      <WalkedPlot viewOf={viewOf}>
        <div
          ref={element}
          className="scatter"
          data-testid={page.leader === null ? "scatter" : "second-scatter"}
          data-state={page.stage.state}
          data-loaded-epochs={page.positions.loadedEpochs}
          role="img"
          aria-label={summaryOf(page)}
        />
      </WalkedPlot>
      {page.stage.hasPlot && (
        <div className="zoom" data-over-plot="always">
          <button data-hint="lasso" aria-pressed={first.view.lassoing} {...iconButtonOf(toggleLasso, first)} />
          {page.run.labeled && <button aria-pressed={page.names.shown} {...iconButtonOf(toggleNames, page)} />}
          <button aria-pressed={page.look.look === "density"} {...iconButtonOf(toggleDensity, page)} />
          {PLOT_ACTIONS.map((action) => (
            <button
              key={action.id}
              type="button"
              aria-label={action.name}
              title={action.hint}
              onClick={() => {
                if (mounted.current !== null) action.run(mounted.current.view);
              }}
            >
              {action.icon}
            </button>
          ))}
          {page.leader === null && <PointSize />}
        </div>
      )}
    </>
  );
});
