/** The large area: the picture, what is written over it, and messages where there is no picture. */
import { observer } from "mobx-react-lite";
import type { ReactNode } from "react";
import { epochShown, viewWords } from "../tools/compare/words.ts";
import { useApp } from "../page/usePage.ts";
import { count } from "../ui/words.ts";
import { HoverCard } from "../plot/HoverCard.tsx";
import { Scatter } from "../plot/Scatter.tsx";
import { StageMessageBox } from "./StageMessageBox.tsx";
import { TrustWarning } from "../timeline/TrustWords.tsx";

export function Stage({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section className="stage" aria-label={label}>
      <Scatter />
      <Caption />
      <LoadingBar />
      <TrustWarning />
      {children}
      <HoverCard />
      <StageMessageBox />
    </section>
  );
}

const Caption = observer(function Caption() {
  const app = useApp();
  const { drawing, query, selection, stage, workspace } = app;
  if (!stage.hasPicture) return null;
  return (
    <p className="caption" aria-hidden="true">
      <strong>{`Epoch ${epochShown(app)}`}</strong>
      {viewWords(app).map((words) => (
        <span key={words}>{words}</span>
      ))}
      {selection.empty && drawing.found !== null && workspace.open !== "find" && (
        <span className="caption-query">{`${count(drawing.found.length)} in color: ${query.words}`}</span>
      )}
    </p>
  );
});

/** The first picture is there while the other epochs still arrive. */
const LoadingBar = observer(function LoadingBar() {
  const { frames } = useApp();
  if (frames.status !== "loading") return null;
  return <progress className="loading-bar" aria-label="Loading epochs" max={1} value={Math.max(0.04, frames.share)} />;
});
