/** What the network takes the sample for at the epoch shown: the likeliest classes, and where its label stands. */
import { observer } from "mobx-react-lite";
import type { NamedShare } from "./SampleHistoryStore.ts";
import { useApp } from "../../page/usePage.ts";
import { percent } from "../../ui/words.ts";
import { BlockBone, ClassSwatch, SamplePart } from "./SamplePart.tsx";

export const SamplePrediction = observer(function SamplePrediction() {
  const {
    run,
    sampleHistory: { top },
    timeline,
  } = useApp();
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
  const { sampleHistory } = useApp();
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
