/** Everything that is known of one sample. */
import { observer } from "mobx-react-lite";
import { usePage } from "../../page/usePage.ts";
import { WarningIcon } from "../../ui/icons.tsx";
import { useTool } from "../useTool.ts";
import { SampleCurve } from "./SampleCurve.tsx";
import { SampleFacts } from "./SampleFacts.tsx";
import { SampleLayers } from "./SampleLayers.tsx";
import { SampleLearned } from "./SampleLearned.tsx";
import { SampleNeighbors } from "./SampleNeighbors.tsx";
import { SamplePrediction } from "./SamplePrediction.tsx";
import { SampleTool } from "./SampleTool.ts";

export const SampleCard = observer(function SampleCard() {
  const { inspected } = usePage();
  if (inspected.number === null) return <NoSample />;
  return (
    <div className="sample">
      <SampleFacts />
      <Failure />
      <SamplePrediction />
      <SampleCurve />
      <SampleLearned />
      <SampleLayers />
      <SampleNeighbors />
    </div>
  );
});

function NoSample() {
  return (
    <>
      <p>No sample is chosen.</p>
      <p className="hint">
        Click a point in the picture. With some selected, press Enter on one of their thumbnails, or “Look at it” where
        it is the only one.
      </p>
    </>
  );
}

const Failure = observer(function Failure() {
  const page = usePage();
  const tool = useTool(SampleTool);
  const problem = page.blocks.problem ?? page.dynamics.problem ?? page.sources.problem;
  if (problem === null) return null;
  return (
    <div className="sample-failure" role="alert">
      <p>
        <WarningIcon /> Not everything about this sample could be loaded. {problem.words}
      </p>
      <button
        type="button"
        className="button small"
        onClick={() => {
          tool.load();
        }}
      >
        Try again
      </button>
    </div>
  );
});
