/** Three things to try, on the first visit. */
import { observer } from "mobx-react-lite";
import { usePage } from "../page/usePage.ts";

export const Hints = observer(function Hints() {
  const { help, stage } = usePage();
  if (!help.hinting || stage.state !== "ready") return null;
  return (
    <aside className="hints" aria-label="Hints">
      <p>
        <kbd>Space</kbd> plays the training, <kbd>←</kbd> <kbd>→</kbd> step through it.
      </p>
      <p>Drag to move, scroll to zoom: near enough, points become thumbnails.</p>
      <p>
        Click a point, or hold <kbd>Shift</kbd> and draw around some, to follow them.
      </p>
      <div className="hints-foot">
        <button
          type="button"
          className="link"
          onClick={() => {
            help.toggle();
          }}
        >
          What does this show?
        </button>
        <button
          type="button"
          className="button small"
          onClick={() => {
            help.dismissHints();
          }}
        >
          Got it
        </button>
      </div>
    </aside>
  );
});
