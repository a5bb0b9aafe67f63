/** The cell pointed at in words, with its number over the epochs: since when are these classes confused? */
import { observer } from "mobx-react-lite";
import { usePage } from "../../page/usePage.ts";
import { count, percent } from "../../ui/words.ts";
import { useTool } from "../useTool.ts";
import type { Cell } from "./confusion.ts";
import { acrossOf } from "./confusionLayout.ts";
import { DETAIL } from "./ConfusionRow.tsx";
import { ConfusionSparkline } from "./ConfusionSparkline.tsx";
import { ConfusionStore } from "./ConfusionStore.ts";
import { cellStory, cellTitle } from "./confusionWords.ts";

const HOW =
  "Point at a cell to see its number over the epochs. Click it, or the name of a class for all its errors, to select the samples; Shift or ⌘ adds, Alt takes away. Arrow keys and Enter do the same.";

export const ConfusionDetail = observer(function ConfusionDetail() {
  const { pointed } = useTool(ConfusionStore);
  return (
    <div className="confusion-detail">
      {pointed === null ? (
        <p id={DETAIL} className="hint">
          {HOW}
        </p>
      ) : (
        <Story cell={pointed} />
      )}
    </div>
  );
});

const Story = observer(function Story({ cell }: { cell: Cell }) {
  const confusion = useTool(ConfusionStore);
  const { classes } = usePage();
  const { epochs, normalization, place } = confusion;
  const values = confusion.valuesOver(cell);
  const most = Math.max(...values);
  return (
    <>
      <p>
        <strong>{cellTitle(cell, classes.names)}</strong>: {cellStory(cell, confusion, classes.names)}
      </p>
      {most > 0 && (
        <div className="confusion-curve">
          <ConfusionSparkline values={values} across={acrossOf(epochs)} place={place ?? 0} />
          <span>{normalization === "count" ? count(most) : percent(most)}</span>
          <span>epoch {epochs[0]}</span>
          <span>{epochs.at(-1)}</span>
        </div>
      )}
      <SinceWhen cell={cell} />
    </>
  );
});

const SinceWhen = observer(function SinceWhen({ cell }: { cell: Cell }) {
  const story = useTool(ConfusionStore).storyOf(cell);
  if (story === null)
    return (
      <p id={DETAIL} className="hint">
        At no epoch.
      </p>
    );
  return (
    <p id={DETAIL} className="hint">
      First at <EpochLink epoch={story.first} />, most at <EpochLink epoch={story.most} /> ({count(story.count)}).
    </p>
  );
});

const EpochLink = observer(function EpochLink({ epoch }: { epoch: number }) {
  const { timeline } = usePage();
  return (
    <button
      type="button"
      className="link"
      onClick={() => {
        timeline.showEpoch(epoch);
      }}
    >{`epoch ${epoch}`}</button>
  );
});
