/** The epochs at which the prediction of the sample became right or wrong; each is a way there. */
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
  // One of them takes the Tab key, and the arrows lead to the others.
  const entry = flips.find(({ epoch }) => epoch === timeline.epoch) ?? flips[0];
  return (
    <div className="sample-flips" role="group" aria-label="Flips">
      {flips.map((flip, place) => (
        <FlipButton key={flip.epoch} flip={flip} place={place} isEntry={flip === entry} />
      ))}
    </div>
  );
});

const FlipButton = observer(function FlipButton({
  flip,
  place,
  isEntry,
}: {
  flip: Flip;
  place: number;
  isEntry: boolean;
}) {
  const {
    sampleHistory: { flips },
  } = useTool(SampleTool);
  const { timeline } = usePage();
  const step = (event: KeyboardEvent<HTMLElement>) => {
    const next = place + ({ ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? NaN);
    if (Number.isNaN(next)) return;
    // The page's own arrows would go on by an epoch.
    event.stopPropagation();
    event.preventDefault();
    const to = flips[next];
    const button = event.currentTarget.parentElement?.children[next];
    if (to !== undefined) timeline.showEpoch(to.epoch);
    if (button instanceof HTMLElement) button.focus();
  };
  const { words, name } = useFlipWords(flip);
  return (
    <button
      type="button"
      className="flip"
      data-right={flip.right}
      tabIndex={isEntry ? 0 : -1}
      aria-current={flip.epoch === timeline.epoch}
      aria-label={words}
      title={words}
      onClick={() => {
        timeline.showEpoch(flip.epoch);
      }}
      onKeyDown={step}
    >
      <i aria-hidden="true">{flip.right ? "▲" : "▼"}</i> {flip.epoch} <span className="flip-name">{name}</span>
    </button>
  );
});

/** What the network took the sample for, or nearly did where it became right. */
function useFlipWords({ epoch, right, predicted }: Flip): { words: string; name: string } {
  const { sampleHistory } = useTool(SampleTool);
  const { classes } = usePage();
  const taken = classes.names[predicted] ?? String(predicted);
  const rival = sampleHistory.readingAt(epoch)?.rivalName;
  const then = right
    ? `becomes right${rival === undefined ? "" : `, strongest rival ${rival}`}`
    : `becomes wrong, taken for ${taken}`;
  return { words: `Epoch ${epoch}: ${then}`, name: right ? "right" : taken };
}
