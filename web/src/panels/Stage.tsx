/** The large area: the picture, what is written over it, and messages where there is no picture. */
import { observer } from "mobx-react-lite";
import { useApp } from "../ui/AppContext.ts";
import { count } from "../ui/words.ts";
import { Hints } from "./Hints.tsx";
import { HoverCard } from "./HoverCard.tsx";
import { Scatter } from "./Scatter.tsx";
import { StageMessageBox } from "./StageMessageBox.tsx";
import { TrustWarning } from "./TrustWords.tsx";

export function Stage() {
  return (
    <section className="stage" aria-label="Picture">
      <Scatter />
      <Caption />
      <LoadingBar />
      <TrustWarning />
      <Hints />
      <HoverCard />
      <StageMessageBox />
    </section>
  );
}

const Caption = observer(function Caption() {
  const { drawing, query, selection, stage, projection, timeline, workspace } = useApp();
  if (!stage.hasPicture) return null;
  return (
    <p className="caption" aria-hidden="true">
      <strong>{`Epoch ${timeline.epoch ?? 0}`}</strong>
      <span>{projection.layer}</span>
      {selection.empty && drawing.found !== null && workspace.open !== "find" && <span className="caption-query">{`${count(drawing.found.length)} in colour: ${query.words}`}</span>}
    </p>
  );
});

/** The first picture is there while the other epochs still arrive. */
const LoadingBar = observer(function LoadingBar() {
  const { frames } = useApp();
  if (frames.status !== "loading") return null;
  return <progress className="loading-bar" aria-label="Loading epochs" max={1} value={Math.max(0.04, frames.share)} />;
});
