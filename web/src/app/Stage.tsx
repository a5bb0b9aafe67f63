/** The large area: the plot, what is written over it, and messages where there is no plot. */
import { observer } from "mobx-react-lite";
import type { ReactNode } from "react";
import type { Page } from "../page/Page.ts";
import { usePage } from "../page/usePage.ts";
import { HoverCard } from "../plot/HoverCard.tsx";
import { Scatter } from "../plot/Scatter.tsx";
import type { OnMount } from "../plot/Scatter.tsx";
import { MetricSummary } from "../timeline/Metrics.tsx";
import { TrustPill, TrustWarning } from "../timeline/TrustSummary.tsx";
import { epochShown, viewCaption } from "../tools/compare/viewCaption.ts";
import { count } from "../ui/format.ts";
import { LiveBadge } from "./LiveBadge.tsx";
import { StageMessageBox } from "./StageMessageBox.tsx";

interface Props {
  readonly label: string;
  /** The view beside this one; null where there is none. */
  readonly other: Page | null;
  readonly onMount?: OnMount;
  readonly underCaption?: ReactNode;
  readonly children: ReactNode;
}

export function Stage({ label, other, onMount, underCaption, children }: Props) {
  return (
    <section className="stage" aria-label={label}>
      <Scatter onMount={onMount} />
      <Caption other={other}>{underCaption}</Caption>
      <LoadingBar />
      {children}
      <HoverCard />
      <StageMessageBox />
    </section>
  );
}

const Caption = observer(function Caption({ other, children }: Pick<Props, "other"> & { children: ReactNode }) {
  const page = usePage();
  const { drawing, query, selection, stage, workspace } = page;
  if (!stage.hasPlot)
    return (
      <div className="caption">
        <LiveBadge />
      </div>
    );
  return (
    <div className="caption">
      <div className="caption-head" data-over-plot="always">
        <strong aria-hidden="true">{page.timeline.say(`Epoch ${epochShown(page)}`)}</strong>
        {page.leader === null || page.otherRun !== null ? <MetricSummary /> : null}
        <p className="caption-text" aria-hidden="true">
          {viewCaption(page, other).map((text) => (
            <span key={text}>{text}</span>
          ))}
        </p>
        <TrustPill />
        <LiveBadge />
      </div>
      {children}
      <TrustWarning />
      {selection.empty && drawing.found !== null && workspace.open !== "find" && (
        <p className="caption-query" aria-hidden="true" data-over-plot>
          {`${count(drawing.found.length)} highlighted: ${query.explained}`}
        </p>
      )}
    </div>
  );
});

/** The first plot is there while the other epochs still arrive. */
const LoadingBar = observer(function LoadingBar() {
  const { positions, timeline } = usePage();
  if (positions.status !== "loading") return null;
  return (
    <progress
      className="loading-bar"
      aria-label={timeline.say("Loading epochs")}
      max={1}
      value={Math.max(0.04, positions.share)}
    />
  );
});
