/** The number of samples that match, and buttons to select them. */
import { observer } from "mobx-react-lite";
import { clickPicking } from "../../page/picking.ts";
import { usePage } from "../../page/usePage.ts";
import { count } from "../../ui/format.ts";

export const FindResult = observer(function FindResult({ onClear }: { onClear: () => void }) {
  const { drawing, query, selection } = usePage();
  const matches = drawing.found ?? [];
  const none = matches.length === 0;
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
          onClick={(event) => {
            selection.pick(matches, clickPicking(event));
          }}
        >
          {none ? "Select these" : `Select these ${count(matches.length)}`}
        </button>
        <button
          type="button"
          disabled={none}
          onClick={() => {
            selection.pick(matches, "add");
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
      {!selection.empty && <SelectionHint />}
    </div>
  );
});

const Answer = observer(function Answer() {
  const { drawing, query, subset, timeline } = usePage();
  const { found } = drawing;
  const shown = count(subset.shownCount);
  if (query.problem !== null) return <span className="find-problem">{query.problem}</span>;
  if (found === null) return "Loading the data for this query…";
  if (found.length === 0)
    return `None of the ${shown} samples shown match at ${timeline.say("epoch")} ${timeline.epoch ?? 0}.`;
  return (
    <>
      <strong>{count(found.length)}</strong>
      {` of ${shown} samples at ${timeline.say("epoch")} ${timeline.epoch ?? 0}`}
    </>
  );
});

/** A selection hides the matches. */
const SelectionHint = observer(function SelectionHint() {
  const { selection } = usePage();
  return (
    <p className="hint">
      The plot is showing your selection.{" "}
      <button
        type="button"
        className="link"
        onClick={() => {
          selection.clear();
        }}
      >
        Clear the selection
      </button>{" "}
      to see live matches.
    </p>
  );
});
