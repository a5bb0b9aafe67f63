/** Scrubs and plays the epochs. */
import { observer } from "mobx-react-lite";
import { nextEpoch, play, previousEpoch } from "../page/actions.tsx";
import { SPEEDS } from "../page/TimelineStore.ts";
import { usePage } from "../page/usePage.ts";
import { iconButtonOf } from "../ui/action.ts";
import { LoopIcon, SpacingIcon } from "../ui/icons.tsx";
import { Select } from "../ui/Select.tsx";
import { EpochSlider } from "./EpochSlider.tsx";
import { EventTrack } from "./EventTrack.tsx";
import { MetricCurves } from "./Metrics.tsx";

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
    </section>
  );
});

const PlayButtons = observer(function PlayButtons() {
  const page = usePage();
  return (
    <div className="play-buttons">
      <button className="round" {...iconButtonOf(previousEpoch, page)} />
      <button className="round primary" {...iconButtonOf(play, page)} />
      <button className="round" {...iconButtonOf(nextEpoch, page)} />
      <LoadingEpochs />
    </div>
  );
});

/** Says why Play has to wait. */
const LoadingEpochs = observer(function LoadingEpochs() {
  const { mode, positions, timeline } = usePage();
  if (mode.inside || positions.complete || positions.status !== "loading") return null;
  return <p className="loading-epochs">{`Loading ${positions.loadedEpochs}/${timeline.epochs.length}`}</p>;
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
      {timeline.uneven && (
        <button
          type="button"
          className="round toggle"
          aria-label="Even spacing"
          aria-pressed={timeline.even}
          title={timeline.say("Space epochs evenly, however far apart they are")}
          onClick={() => {
            timeline.spaceEvenly(!timeline.even);
          }}
        >
          <SpacingIcon />
        </button>
      )}
      <button
        type="button"
        className="round toggle"
        aria-label="Loop"
        aria-pressed={timeline.loop}
        title={timeline.say("Start over after the last epoch")}
        onClick={() => {
          timeline.toggleLoop();
        }}
      >
        <LoopIcon />
      </button>
    </div>
  );
});
