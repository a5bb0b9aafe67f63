/** The sample's image or words, label, split and source, and whether it is classified correctly at the epoch shown. */
import { observer } from "mobx-react-lite";
import type { Card } from "../../page/CardStore.ts";
import { SampleTile } from "../../page/SampleTile.tsx";
import { usePage } from "../../page/usePage.ts";
import { useText } from "../../page/useText.ts";
import { noPrediction } from "../../plot/HoverCard.tsx";
import { CheckIcon, CrossIcon } from "../../ui/icons.tsx";
import { useTool } from "../useTool.ts";
import { ClassSwatch } from "./SamplePart.tsx";
import { SampleTool } from "./SampleTool.ts";

/** A multiple of most thumbnails' sizes, so that all their pixels are equally large. */
const SIZE = 160;

export const SampleFacts = observer(function SampleFacts() {
  const {
    sample: { card },
  } = useTool(SampleTool);
  const { classes, run, sources, texts } = usePage();
  if (card === null) return null;
  const hasImages = Boolean(run.manifest?.thumbnails);
  const source = run.name === null ? null : sources.of(run.name, card.sample);
  return (
    <div className="sample-facts">
      {(texts === null || hasImages) && <Image card={card} />}
      {texts !== null && <Words sample={card.sample} />}
      <div className="sample-text">
        <p aria-live="polite">
          <strong className="sample-number">Sample {card.sample}</strong>{" "}
          <span className="sample-split">{card.split}</span>
        </p>
        {run.labeled && (
          <p className="sample-label" title={classes.titleOf(card.label)}>
            <ClassSwatch number={card.label} /> {card.labelName}
          </p>
        )}
        <p className="sample-source" title={source ?? undefined}>
          {source ?? (sources.status === "loading" ? "…" : "")}
        </p>
        <Verdict card={card} />
        <LookInside sample={card.sample} />
      </div>
    </div>
  );
});

const LookInside = observer(function LookInside({ sample }: { sample: number }) {
  const { mode } = usePage();
  return (
    <button
      type="button"
      className="link"
      title="Send this sample through every layer of the network"
      onClick={() => {
        mode.lookAt(sample);
      }}
    >
      Look inside
    </button>
  );
});

/** The whole text, which may be long. */
const Words = observer(function Words({ sample }: { sample: number }) {
  const text = useText(sample);
  return <p className="sample-words">{text ?? "…"}</p>;
});

const Image = observer(function Image({ card }: { card: Card }) {
  const { hover } = usePage();
  return (
    <div
      className="sample-image"
      onPointerEnter={() => {
        hover.ring(card.sample);
      }}
      onPointerLeave={() => {
        hover.ring(null);
      }}
    >
      <SampleTile sample={card.sample} label={card.label} name={card.labelName} size={SIZE} />
    </div>
  );
});

const Verdict = observer(function Verdict({ card }: { card: Card }) {
  const { classes, predictions, run, timeline } = usePage();
  if (card.predicted === null)
    return (
      <p className="hint">{noPrediction(predictions.status, run.manifest?.predictions !== null, timeline.unit)}</p>
    );
  return (
    <div>
      {card.right !== null && (
        <p className="verdict" data-right={card.right}>
          {card.right ? <CheckIcon /> : <CrossIcon />} {card.right ? "correct" : "misclassified"} at{" "}
          {timeline.say("epoch")} {timeline.epoch}
        </p>
      )}
      <p className="hint">
        predicted as <b title={classes.titleOf(card.predicted)}>{card.predictedName}</b>
      </p>
    </div>
  );
});
