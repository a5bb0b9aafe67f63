/** Which classes are predicted as which at the epoch shown: as a matrix, or as a list of the most confused pairs. */
import { observer } from "mobx-react-lite";
import { usePage } from "../../page/usePage.ts";
import { count, percent } from "../../ui/format.ts";
import { Words } from "../../ui/Words.tsx";
import { useTool } from "../useTool.ts";
import { ConfusionControls } from "./ConfusionControls.tsx";
import { ConfusionDetail } from "./ConfusionDetail.tsx";
import { ConfusionGrid } from "./ConfusionGrid.tsx";
import { ConfusionKey } from "./ConfusionFigures.tsx";
import { ConfusionPairs } from "./ConfusionPairs.tsx";
import { ConfusionStore } from "./ConfusionStore.ts";

export const ConfusionMatrix = observer(function ConfusionMatrix() {
  const confusion = useTool(ConfusionStore);
  const { predictions } = usePage();
  if (predictions.problem !== null)
    return (
      <p className="hint">
        Couldn’t load the predictions. <Words text={predictions.problem.message} />
      </p>
    );
  if (confusion.confusion === null) return <p className="hint">Loading…</p>;
  return (
    <div className="confusion">
      <ConfusionControls />
      <Summary />
      <Content />
    </div>
  );
});

const Summary = observer(function Summary() {
  const confusion = useTool(ConfusionStore);
  const { timeline } = usePage();
  const total = confusion.counted.length;
  if (confusion.epochIndex === null)
    return <p className="hint">{timeline.say(`No predictions at epoch ${timeline.epoch ?? 0}.`)}</p>;
  if (total === 0) return <p className="hint">No visible samples to count.</p>;
  const { wrong, elsewhere } = confusion.wrong;
  return (
    <p className="confusion-summary">
      {timeline.say("Epoch")} {timeline.epoch}: <strong>{count(wrong)}</strong> of {count(total)} misclassified (
      {percent(wrong / total)}){elsewhere > 0 && <>, {count(elsewhere)} of them as a class that is not shown</>}
    </p>
  );
});

const Content = observer(function Content() {
  const confusion = useTool(ConfusionStore);
  if (confusion.epochIndex === null || confusion.counted.length === 0) return null;
  if (confusion.view === "pairs") return <ConfusionPairs />;
  return (
    <>
      <ConfusionGrid />
      <ConfusionKey />
      <ConfusionDetail />
    </>
  );
});
