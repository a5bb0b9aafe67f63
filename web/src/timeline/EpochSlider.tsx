/** The slider over the epochs, which also stops between them, with a tick for each and numbers where they fit. */
import { observer } from "mobx-react-lite";
import { useEffect, useRef } from "react";
import type { Axis } from "../numbers/axis.ts";
import { usePage } from "../page/usePage.ts";
import { numberedTicks } from "../ui/ticks.ts";
import { percent, shortEpoch } from "../ui/format.ts";

/** The browser keeps 15 digits of a slider's value; React would take a longer one for a change when the slider is let go. */
const DIGITS = 6;
const NUMBERS_WHERE_NARROW = 11;

export const EpochSlider = observer(function EpochSlider() {
  const { timeline } = usePage();
  const { epochs, shownEpoch } = timeline;
  const slider = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // React's onChange follows every step of a drag; the browser's own comes when the slider is let go.
    const letGo = () => {
      timeline.endScrub();
    };
    const element = slider.current;
    element?.addEventListener("change", letGo);
    return () => {
      element?.removeEventListener("change", letGo);
    };
  }, [timeline]);
  const shareOf = timeline.axisOver(epochs);
  const isEven = timeline.spacing === "even";
  const [first = 0, last = 0] = isEven ? [0, timeline.lastIndex] : [epochs[0], epochs.at(-1)];
  return (
    <>
      <input
        ref={slider}
        type="range"
        className="epoch-slider"
        aria-label={timeline.say("Epoch")}
        aria-valuetext={inWords(usePage())}
        min={first}
        max={last}
        step="any"
        value={Number((isEven ? timeline.shownPosition : shownEpoch).toFixed(DIGITS))}
        style={{ "--filled": shareOf(shownEpoch) }}
        onChange={(event) => {
          const value = Number(event.target.value);
          if (isEven) timeline.scrubToPosition(value);
          else timeline.scrubTo(value);
        }}
      />
      <EpochTicks shareOf={shareOf} />
    </>
  );
});

const EpochTicks = observer(function EpochTicks({ shareOf }: { shareOf: Axis }) {
  const {
    mode,
    positions,
    timeline: { epoch: shown, epochs },
  } = usePage();
  const [shares, texts] = [epochs.map(shareOf), epochs.map(shortEpoch)];
  const [numbered, sparse] = [numberedTicks(shares, texts), numberedTicks(shares, texts, NUMBERS_WHERE_NARROW)];
  return (
    <div className="ticks" aria-hidden="true">
      {epochs.map((epoch, place) => (
        <span
          key={epoch}
          className="tick"
          data-shown={epoch === shown}
          data-loaded={mode.inside || positions.sequence?.positions[place] !== undefined}
          style={{ "--at": shareOf(epoch) }}
        >
          {numbered.has(place) && (
            <span className="tick-number" data-sparse={sparse.has(place)}>
              {texts[place]}
            </span>
          )}
        </span>
      ))}
    </div>
  );
});

/** "epoch 7 of 20, test accuracy 71%", of the last split: the one that the network has not seen. */
function inWords({ run, timeline }: ReturnType<typeof usePage>): string {
  const accuracy = run.accuraciesAt(timeline.epoch ?? 0).at(-1);
  const accuracyText =
    accuracy === undefined ? "" : `, ${`${accuracy.split} accuracy`.trimStart()} ${percent(accuracy.accuracy, 0)}`;
  return `${timeline.say("epoch")} ${timeline.epoch ?? 0} of ${timeline.epochs.at(-1) ?? 0}${accuracyText}`;
}
