/** The parts of the card about the epoch shown: the probabilities, how training went so far, and the neighbors' labels per layer. */
import { observer } from "mobx-react-lite";
import { labelOf, measureText } from "../../numbers/names.ts";
import { ClassBar } from "../../page/ClassBar.tsx";
import { usePage } from "../../page/usePage.ts";
import { percent } from "../../ui/format.ts";
import { useTool } from "../useTool.ts";
import type { LayerAgreement } from "./NeighborhoodStore.ts";
import { BlockPlaceholder, Placeholder, SamplePart } from "./SamplePart.tsx";
import { SampleTool } from "./SampleTool.ts";

/** The likeliest classes at the epoch shown, and the rank of the label. */
export const SamplePrediction = observer(function SamplePrediction() {
  const { top } = useTool(SampleTool).sampleHistory;
  const { run, timeline } = usePage();
  if (!run.manifest?.probabilities) return null;
  return (
    <SamplePart title={timeline.say(`Probabilities at epoch ${timeline.epoch ?? 0}`)}>
      {top === null ? (
        <NoProbabilities />
      ) : (
        <ol className="class-bars">
          {top.map(({ number, share, rank, isLabel }) => (
            <ClassBar
              key={rank}
              number={number}
              filled={share}
              text={percent(share)}
              isStrong={isLabel}
              rank={rank}
              badge={isLabel && <span className="badge">label</span>}
            />
          ))}
        </ol>
      )}
    </SamplePart>
  );
});

const NoProbabilities = observer(function NoProbabilities() {
  const { sampleHistory } = useTool(SampleTool);
  const { timeline } = usePage();
  if (sampleHistory.curve !== null)
    return <p className="hint">{timeline.say("No probabilities were recorded at this epoch.")}</p>;
  return <BlockPlaceholder of="bars" label="Loading probabilities" />;
});

/** How the sample was learned up to the epoch shown. */
export const SampleLearned = observer(function SampleLearned() {
  const { learned } = useTool(SampleTool).sampleHistory;
  const { dynamics, run, timeline } = usePage();
  const isLoading = dynamics.dynamics === null && dynamics.status !== "failed";
  if (!run.manifest?.dynamics || (learned === null && !isLoading)) return null;
  return (
    <SamplePart title={timeline.say(`Training up to epoch ${timeline.epoch ?? 0}`)}>
      {learned === null ? (
        <Placeholder of="learned" label="Loading training dynamics" />
      ) : (
        <dl className="sample-learned">
          {learned.map(({ measure, value }) => (
            <div key={measure} title={timeline.say(labelOf(measure).description)}>
              <dt>{labelOf(measure).name}</dt>
              <dd>{timeline.say(measureText(measure, value))}</dd>
            </div>
          ))}
        </dl>
      )}
    </SamplePart>
  );
});

/** The layers at which the sample is among its own class: the share of its neighbors there that have its label. */
export const SampleLayers = observer(function SampleLayers() {
  const { layers } = useTool(SampleTool).neighborhood;
  const { run } = usePage();
  if (layers.length === 0 || !run.labeled) return null;
  return (
    <SamplePart title="Neighbors of the same true class, by layer">
      <ul className="sample-layers">
        {layers.map((one) => (
          <li key={one.layer}>
            <LayerButton {...one} />
          </li>
        ))}
      </ul>
    </SamplePart>
  );
});

const LayerButton = observer(function LayerButton({ layer, agreement }: LayerAgreement) {
  const { blocks, projection } = usePage();
  const pending = blocks.status === "failed" ? "couldn’t be loaded" : "loading";
  const status =
    agreement === null ? pending : `${agreement.same} of ${agreement.of} neighbors have the same true class`;
  const share = agreement === null || agreement.of === 0 ? null : agreement.same / agreement.of;
  return (
    <button
      type="button"
      className="sample-layer"
      aria-pressed={projection.layer === layer}
      aria-label={`${layer}: ${status}`}
      title={`${layer}: ${status}. Click to show the layer.`}
      onClick={() => {
        projection.showLayer(layer);
      }}
    >
      <span className="bar-class">{layer}</span>
      <span className="bar" data-known={share !== null}>
        <span style={{ "--filled": share ?? 0 }} />
      </span>
      <span className="bar-share">{share === null ? (agreement === null ? "…" : "–") : percent(share, 0)}</span>
    </button>
  );
});
