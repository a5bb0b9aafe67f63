/** What the network takes the sample for at the epoch shown: the likeliest classes, and where its label stands. */
import { observer } from "mobx-react-lite";
import { usePage } from "../../page/usePage.ts";
import { percent } from "../../ui/words.ts";
import { useTool } from "../useTool.ts";
import type { NamedShare } from "./SampleHistoryStore.ts";
import { BlockBone, ClassSwatch, SamplePart } from "./SamplePart.tsx";
import { SampleTool } from "./SampleTool.ts";

export const SamplePrediction = observer(function SamplePrediction() {
  const {
    sampleHistory: { top },
  } = useTool(SampleTool);
  const { run, timeline } = usePage();
  if (!run.manifest?.probabilities) return null;
  return (
    <SamplePart title={`Probabilities at epoch ${timeline.epoch ?? 0}`}>
      {top === null ? (
        <NoProbabilities />
      ) : (
        <ol className="sample-bars">
          {top.map((one) => (
            <Row key={one.rank} {...one} />
          ))}
        </ol>
      )}
    </SamplePart>
  );
});

const NoProbabilities = observer(function NoProbabilities() {
  const { sampleHistory } = useTool(SampleTool);
  if (sampleHistory.curve !== null) return <p className="hint">None were recorded at this epoch.</p>;
  return <BlockBone of="bars" words="Loading probabilities" />;
});

function Row({ number, name, share, rank, isLabel }: NamedShare) {
  return (
    <li className="sample-bar" value={rank} data-label={isLabel}>
      <span className="bar-name">
        <ClassSwatch number={number} />
        <span className="bar-class" title={name}>
          {name}
        </span>
        {isLabel && <span className="badge">label</span>}
      </span>
      <span className="bar" aria-hidden="true">
        <span style={{ "--filled": share }} />
      </span>
      <span className="bar-share">{percent(share)}</span>
    </li>
  );
}
