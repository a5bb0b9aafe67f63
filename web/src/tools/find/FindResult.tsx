/** How many samples the query finds, and what one can do with them. */
import { observer } from "mobx-react-lite";
import { usePage } from "../../page/usePage.ts";
import { count } from "../../ui/words.ts";

export const FindResult = observer(function FindResult({ onClear }: { onClear: () => void }) {
  const { drawing, query, selection } = usePage();
  const found = drawing.found ?? [];
  const none = found.length === 0;
  return (
    <div className="find-result">
      <p role="status" className="found">
        <Answer />
      </p>
      <div className="chips">
        <button
          type="button"
          className="primary"
          disabled={none}
          onClick={() => {
            selection.pick(found);
          }}
        >
          {none ? "Select these" : `Select these ${count(found.length)}`}
        </button>
        <button
          type="button"
          disabled={none}
          onClick={() => {
            selection.pick(found, "add");
          }}
        >
          Add to the selection
        </button>
        <button
          type="button"
          aria-label="Clear the conditions"
          onClick={() => {
            query.clear();
            onClear();
          }}
        >
          Clear
        </button>
      </div>
      {!selection.empty && <Selecting />}
    </div>
  );
});

const Answer = observer(function Answer() {
  const { drawing, query, subset, timeline } = usePage();
  const { found } = drawing;
  const shown = count(subset.shownCount);
  if (query.problem !== null) return <span className="find-problem">{query.problem}</span>;
  if (found === null) return "Loading what this asks about…";
  if (found.length === 0) return `None of the ${shown} samples shown matches at epoch ${timeline.epoch ?? 0}.`;
  return (
    <>
      <strong>{count(found.length)}</strong>
      {` of ${shown} samples at epoch ${timeline.epoch ?? 0}`}
    </>
  );
});

/** The selection has the picture to itself. */
const Selecting = observer(function Selecting() {
  const { selection } = usePage();
  return (
    <p className="hint">
      The picture shows the selection.{" "}
      <button
        type="button"
        className="link"
        onClick={() => {
          selection.clear();
        }}
      >
        Clear the selection
      </button>{" "}
      to see what matches as it changes.
    </p>
  );
});
