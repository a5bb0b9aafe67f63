/** What is known about the sample under the pointer, beside it. */
import { observer } from "mobx-react-lite";
import { useLayoutEffect, useRef } from "react";
import { usePage } from "../page/usePage.ts";
import { useText } from "../page/useText.ts";
import { CheckIcon, CrossIcon } from "../ui/icons.tsx";
import { placeBeside } from "../ui/placeBeside.ts";
import { Thumbnail } from "../ui/Thumbnail.tsx";
import { percent } from "../ui/format.ts";
import type { Unit } from "../ui/format.ts";

const TILE_SIZE = 96;

export const HoverCard = observer(function HoverCard() {
  const { hover, run, stage } = usePage();
  const card = useRef<HTMLDivElement>(null);
  const { hovered, measured, prediction, words } = hover;
  // What comes later makes the card larger.
  useLayoutEffect(() => {
    if (card.current !== null && hovered !== null) placeBeside(card.current, hovered, hovered.emptier);
  }, [hovered, measured, prediction, words]);
  if (hovered === null || stage.state !== "ready") return null;
  return (
    <div ref={card} className="hover-card" data-testid="hover-card">
      {hover.tile !== null && <Thumbnail tile={hover.tile} size={TILE_SIZE} />}
      <div className="hover-text">
        <p className="hover-title">
          Sample {hovered.sample} <span>{hover.split}</span>
        </p>
        <Words sample={hovered.sample} />
        {run.labeled && (
          <p className="hover-classes">
            <ClassChip number={hover.label} name={hover.labelName} />
          </p>
        )}
        {run.manifest?.predictions !== null && <PredictionText />}
        <MeasureValue />
        <p className="hover-open">Double-click to open, I to look inside</p>
      </div>
    </div>
  );
});

/** What the sample says, where it is a text. */
const Words = observer(function Words({ sample }: { sample: number }) {
  const { texts } = usePage();
  const text = useText(sample);
  return texts === null ? null : <p className="hover-words">{text ?? "…"}</p>;
});

const PredictionText = observer(function PredictionText() {
  const { hover, predictions, run, timeline } = usePage();
  const { prediction } = hover;
  if (prediction === null)
    return (
      <p className="hover-note">
        {noPrediction(predictions.status, run.manifest?.predictions !== null, timeline.unit)}
      </p>
    );
  return (
    <>
      <p className="hover-classes">
        <span aria-hidden="true">→</span>
        <span className="visually-hidden">predicted</span>{" "}
        <ClassChip number={prediction.number} name={prediction.name} />
      </p>
      <p className="verdict" data-right={prediction.right}>
        {prediction.right !== null && (
          <>
            {prediction.right ? <CheckIcon /> : <CrossIcon />} {prediction.right ? "correct" : "misclassified"} ·{" "}
          </>
        )}
        {percent(prediction.confidence, 0)} confidence
      </p>
    </>
  );
});

/** What the color says, where that is a number. */
const MeasureValue = observer(function MeasureValue() {
  const { measured } = usePage().hover;
  if (measured === null) return null;
  return (
    <p className="hover-measure">
      {measured.name}: <strong>{measured.text}</strong>
    </p>
  );
});

const ClassChip = observer(function ClassChip({ number, name }: { number: number; name: string }) {
  const { classes } = usePage();
  const meaning = classes.meaningOf(number);
  return (
    <>
      <span className="swatch" style={{ "--color": classes.colorOf(number) }} /> {name}
      {meaning !== "" && <small>{meaning}</small>}
    </>
  );
});

/** Why there is none. */
export function noPrediction(status: string, exists: boolean, unit: Unit): string {
  if (!exists) return "This run has no predictions.";
  if (status === "failed") return "Couldn’t load the predictions.";
  return status === "loading" ? "Loading predictions…" : `No prediction at this ${unit}.`;
}
