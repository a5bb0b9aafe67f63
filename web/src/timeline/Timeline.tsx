/** Scrubs and plays the epochs, and says how good the network and the picture are at the one on screen. */
import { observer } from "mobx-react-lite";
import { SPEEDS } from "../page/TimelineStore.ts";
import { usePage } from "../page/usePage.ts";
import { LoopIcon, NextIcon, PauseIcon, PlayIcon, PreviousIcon } from "../ui/icons.tsx";
import { Select } from "../ui/Select.tsx";
import { EpochSlider } from "./EpochSlider.tsx";
import { EventTrack } from "./EventTrack.tsx";
import { MetricCurves } from "./MetricCurves.tsx";
import { MetricWords } from "./MetricWords.tsx";
import { TrustWords } from "./TrustWords.tsx";

export const Timeline = observer(function Timeline() {
  const { timeline } = usePage();
  if (timeline.epoch === null) return null;
  return (
    <section className="timeline" aria-label="Timeline">
      <PlayButtons />
      <div className="track">
        <MetricCurves />
        <EpochSlider />
        <EventTrack />
      </div>
      <Pace />
      <MetricWords />
      <TrustWords />
    </section>
  );
});

const PlayButtons = observer(function PlayButtons() {
  const { timeline, frames } = usePage();
  const { playing, index, lastIndex } = timeline;
  return (
    <div className="play-buttons">
      <button
        type="button"
        className="round"
        aria-label="Previous epoch"
        title="Previous epoch (←)"
        disabled={index === 0}
        onClick={() => {
          timeline.showPrevious();
        }}
      >
        <PreviousIcon />
      </button>
      <button
        type="button"
        className="round primary"
        aria-label={playing ? "Pause" : "Play"}
        title={playing ? "Pause (space)" : "Play (space)"}
        disabled={!frames.complete || lastIndex === 0}
        onClick={() => {
          timeline.togglePlaying();
        }}
      >
        {playing ? <PauseIcon /> : <PlayIcon />}
      </button>
      <button
        type="button"
        className="round"
        aria-label="Next epoch"
        title="Next epoch (→)"
        disabled={index === lastIndex}
        onClick={() => {
          timeline.showNext();
        }}
      >
        <NextIcon />
      </button>
    </div>
  );
});

const Pace = observer(function Pace() {
  const { timeline } = usePage();
  return (
    <div className="pace">
      <Select
        label="Speed"
        className="speed"
        value={timeline.speed}
        onChoose={(speed) => {
          timeline.chooseSpeed(Number(speed));
        }}
      >
        {SPEEDS.map((speed) => (
          <option key={speed} value={speed}>{`${speed}×`}</option>
        ))}
      </Select>
      <button
        type="button"
        className="round toggle"
        aria-label="Loop"
        aria-pressed={timeline.loop}
        title="Start over after the last epoch"
        onClick={() => {
          timeline.toggleLoop();
        }}
      >
        <LoopIcon />
      </button>
    </div>
  );
});
