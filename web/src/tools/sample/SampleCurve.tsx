/** The probability of the sample's label and of its strongest rival over all epochs, with the flips. */
import { observer } from "mobx-react-lite";
import { useState } from "react";
import type { PointerEvent } from "react";
import { nearestOn } from "../../numbers/axis.ts";
import { usePage } from "../../page/usePage.ts";
import { polylinePoints } from "../../ui/ticks.ts";
import { percent } from "../../ui/format.ts";
import { useTool } from "../useTool.ts";
import { SampleFlips } from "./SampleFlips.tsx";
import { BlockPlaceholder, SamplePart } from "./SamplePart.tsx";
import { SampleTool } from "./SampleTool.ts";

export const SampleCurve = observer(function SampleCurve() {
  const { sampleHistory } = useTool(SampleTool);
  const { predictions, run, timeline } = usePage();
  if (!run.manifest?.probabilities || !run.labeled) return null;
  // The line is reserved while the predictions load, so that nothing below it jumps.
  const sentence = sampleHistory.flipText ?? (predictions.status === "loading" ? "…" : null);
  return (
    <SamplePart title={timeline.say("Over the epochs")}>
      {sentence !== null && <p className="sample-sentence">{sentence}</p>}
      {sampleHistory.curve === null ? <BlockPlaceholder of="curve" label="Loading the curve" /> : <Plot />}
      <SampleFlips />
    </SamplePart>
  );
});

/** Press or drag to show the epoch under the pointer; the timeline's keys work too. */
const Plot = observer(function Plot() {
  const {
    sampleHistory: { epochs },
  } = useTool(SampleTool);
  const { timeline } = usePage();
  const [pointed, setPointed] = useState<number | null>(null);
  const point = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const epoch = nearestOn(timeline.axisOver(epochs), epochs, (event.clientX - box.left) / box.width);
    setPointed(epoch);
    if (event.buttons === 1) timeline.showEpoch(epoch);
  };
  return (
    <>
      <div className="sample-plot">
        <span className="plot-shares" aria-hidden="true">
          <i>100%</i>
          <i>50%</i>
          <i>0%</i>
        </span>
        <div
          className="plot-area"
          onPointerMove={point}
          onPointerDown={point}
          onPointerLeave={() => {
            setPointed(null);
          }}
        >
          <Lines />
          <Now />
          <Marks />
        </div>
        <span className="plot-epochs" aria-hidden="true">
          <i>{timeline.say(`epoch ${epochs[0] ?? 0}`)}</i>
          <i>{epochs.at(-1)}</i>
        </span>
      </div>
      <ReadingText epoch={pointed ?? timeline.epoch ?? 0} />
    </>
  );
});

const Lines = observer(function Lines() {
  const {
    sampleHistory: { curve, epochs, flipText },
  } = useTool(SampleTool);
  const { timeline } = usePage();
  const axis = timeline.axisOver(epochs);
  const line = (shares: Float32Array) =>
    polylinePoints(epochs.map((epoch, index) => ({ across: axis(epoch), up: shares[index] ?? 0 })));
  if (curve === null) return null;
  return (
    <svg
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      role="img"
      aria-label={`Probability of the true class and of its strongest rival over the ${timeline.say("epochs")}: ${flipText ?? "no predictions yet"}`}
    >
      <path className="grid" d="M0 0H100M0 50H100M0 100H100" />
      <polyline className="rival" points={line(curve.rival)} />
      <polyline className="own" points={line(curve.label)} />
    </svg>
  );
});

/** The moment shown, also between two epochs. */
const Now = observer(function Now() {
  const {
    sampleHistory: { epochs },
  } = useTool(SampleTool);
  const { timeline } = usePage();
  return <span className="plot-now" style={{ "--at": timeline.axisOver(epochs)(timeline.shownEpoch) }} />;
});

/** The flips on the line of the label. */
const Marks = observer(function Marks() {
  const { sampleHistory } = useTool(SampleTool);
  const { epochs, flips } = sampleHistory;
  const axis = usePage().timeline.axisOver(epochs);
  return (
    <span aria-hidden="true">
      {flips.map(({ epoch, right }) => (
        <i
          key={epoch}
          className="plot-flip"
          data-right={right}
          style={{ "--at": axis(epoch), "--up": sampleHistory.readingAt(epoch)?.label ?? 0 }}
        >
          {right ? "▲" : "▼"}
        </i>
      ))}
    </span>
  );
});

const ReadingText = observer(function ReadingText({ epoch }: { epoch: number }) {
  const {
    sample: { card },
    sampleHistory,
  } = useTool(SampleTool);
  const { timeline } = usePage();
  const reading = sampleHistory.readingAt(epoch);
  if (reading === null) return null;
  return (
    <p className="sample-reading">
      <b>{timeline.say(`Epoch ${epoch}`)}</b>
      <span>
        <i className="line own" /> <span className="bar-class">{card?.labelName}</span>{" "}
        <b>{percent(reading.label, 0)}</b>
      </span>
      <span>
        <i className="line rival" /> <span className="bar-class">strongest rival {reading.rivalName}</span>{" "}
        <b>{percent(reading.rival, 0)}</b>
      </span>
    </p>
  );
});
