/** The cell under the pointer as text, with its history over the epochs: since when are these classes confused? */
import { observer } from "mobx-react-lite";
import { usePage } from "../../page/usePage.ts";
import { count, percent } from "../../ui/format.ts";
import { useTool } from "../useTool.ts";
import type { Cell } from "./confusion.ts";
import { DETAIL } from "./ConfusionRow.tsx";
import { ConfusionSparkline } from "./ConfusionFigures.tsx";
import { ConfusionStore } from "./ConfusionStore.ts";
import { cellFraction, cellTitle } from "./confusionText.ts";
import { EpochLink } from "../../timeline/EpochLink.tsx";

const HOW =
  "Hover a cell for its history. Click a cell, or a class name for all its errors, to select those samples; Shift-click or ⌘-click to add, Alt-click to remove. The arrow keys and Enter work too.";

export const ConfusionDetail = observer(function ConfusionDetail() {
  const { pointed } = useTool(ConfusionStore);
  return (
    <div className="confusion-detail">
      {pointed === null ? (
        <p id={DETAIL} className="hint">
          {HOW}
        </p>
      ) : (
        <CellDetail cell={pointed} />
      )}
    </div>
  );
});

const CellDetail = observer(function CellDetail({ cell }: { cell: Cell }) {
  const confusion = useTool(ConfusionStore);
  const { classes, timeline } = usePage();
  const { epochIndex, epochs, normalization } = confusion;
  const values = confusion.historyOf(cell);
  const most = Math.max(...values);
  return (
    <>
      <p>
        <strong>{cellTitle(cell, classes.names)}</strong>: {cellFraction(cell, confusion, classes.names)}
      </p>
      {most > 0 && (
        <div className="confusion-curve">
          <ConfusionSparkline
            values={values}
            across={epochs.map(timeline.axisOver(epochs))}
            epochIndex={epochIndex ?? 0}
          />
          <span>{normalization === "count" ? count(most) : percent(most)}</span>
          <span>{timeline.say(`epoch ${epochs[0] ?? 0}`)}</span>
          <span>{epochs.at(-1)}</span>
        </div>
      )}
      <Peak cell={cell} />
    </>
  );
});

const Peak = observer(function Peak({ cell }: { cell: Cell }) {
  const peak = useTool(ConfusionStore).peakOf(cell);
  const { timeline } = usePage();
  if (peak === null)
    return (
      <p id={DETAIL} className="hint">
        {timeline.say("Not at any epoch.")}
      </p>
    );
  return (
    <p id={DETAIL} className="hint">
      First at <EpochLink epoch={peak.first}>{timeline.say(`epoch ${peak.first}`)}</EpochLink>, most at{" "}
      <EpochLink epoch={peak.most}>{timeline.say(`epoch ${peak.most}`)}</EpochLink> ({count(peak.count)}).
    </p>
  );
});
