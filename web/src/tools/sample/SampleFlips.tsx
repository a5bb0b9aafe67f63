/** The epochs at which the sample's prediction became correct or misclassified; each is a button that shows that epoch. */
import { observer } from "mobx-react-lite";
import type { KeyboardEvent } from "react";
import { usePage } from "../../page/usePage.ts";
import { useTool } from "../useTool.ts";
import type { Flip } from "./sampleHistory.ts";
import { SampleTool } from "./SampleTool.ts";

export const SampleFlips = observer(function SampleFlips() {
  const {
    sampleHistory: { flips },
  } = useTool(SampleTool);
  const { timeline } = usePage();
  if (flips.length === 0) return null;
  // Tab reaches one of them, and the arrow keys the others.
  const entry = flips.find(({ epoch }) => epoch === timeline.epoch) ?? flips[0];
  return (
    <div className="sample-flips" role="group" aria-label="Flips">
      {flips.map((flip, index) => (
        <FlipButton key={flip.epoch} flip={flip} index={index} isEntry={flip === entry} />
      ))}
    </div>
  );
});

const FlipButton = observer(function FlipButton({
  flip,
  index,
  isEntry,
}: {
  flip: Flip;
  index: number;
  isEntry: boolean;
}) {
  const {
    sampleHistory: { flips },
  } = useTool(SampleTool);
  const { timeline } = usePage();
  const step = (event: KeyboardEvent<HTMLElement>) => {
    const next = index + ({ ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? NaN);
    if (Number.isNaN(next)) return;
    // The page's arrow keys would step by one epoch.
    event.stopPropagation();
    event.preventDefault();
    const to = flips[next];
    const button = event.currentTarget.parentElement?.children[next];
    if (to !== undefined) timeline.showEpoch(to.epoch);
    if (button instanceof HTMLElement) button.focus();
  };
  const { label, name } = useFlipText(flip);
  return (
    <button
      type="button"
      className="flip"
      data-right={flip.right}
      tabIndex={isEntry ? 0 : -1}
      aria-current={flip.epoch === timeline.epoch}
      aria-label={label}
      title={label}
      onClick={() => {
        timeline.showEpoch(flip.epoch);
      }}
      onKeyDown={step}
    >
      <i aria-hidden="true">{flip.right ? "▲" : "▼"}</i> {flip.epoch} <span className="flip-name">{name}</span>
    </button>
  );
});

/** Return the class predicted at a flip, or the strongest rival if the sample became correct. */
function useFlipText({ epoch, right, predicted }: Flip): { label: string; name: string } {
  const { sampleHistory } = useTool(SampleTool);
  const { classes, timeline } = usePage();
  const predictedName = classes.names[predicted] ?? String(predicted);
  const rival = sampleHistory.readingAt(epoch)?.rivalName;
  const then = right
    ? `becomes correct${rival === undefined ? "" : `, strongest rival ${rival}`}`
    : `misclassified as ${predictedName}`;
  return { label: `${timeline.say("Epoch")} ${epoch}: ${then}`, name: right ? "correct" : predictedName };
}
