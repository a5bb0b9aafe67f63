/** Everything recorded about one sample. */
import { observer } from "mobx-react-lite";
import { usePage } from "../../page/usePage.ts";
import { WarningIcon } from "../../ui/icons.tsx";
import { Words } from "../../ui/Words.tsx";
import { useTool } from "../useTool.ts";
import { SampleCurve } from "./SampleCurve.tsx";
import { SampleColumns } from "./SampleColumns.tsx";
import { SampleFacts } from "./SampleFacts.tsx";
import { SampleNeighbors } from "./SampleNeighbors.tsx";
import { SampleLayers, SampleLearned, SamplePrediction } from "./SampleSummary.tsx";
import { SampleTool } from "./SampleTool.ts";

export const SampleCard = observer(function SampleCard() {
  const { inspected } = usePage();
  if (inspected.number === null) return <NoSample />;
  return (
    <div className="sample">
      <SampleFacts />
      <Failure />
      <SampleColumns sample={inspected.number} />
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
      <p>No sample chosen yet.</p>
      <p className="hint">
        Click a point in the plot. To open one of several selected samples, press Enter on its thumbnail. If only one is
        selected, click “Open sample”.
      </p>
    </>
  );
}

const Failure = observer(function Failure() {
  const page = usePage();
  const tool = useTool(SampleTool);
  const problem = page.blocks.problem ?? page.dynamics.problem ?? page.columns.problem ?? page.sources.problem;
  if (problem === null) return null;
  return (
    <div className="sample-failure" role="alert">
      <p>
        <WarningIcon /> Couldn’t load everything about this sample. <Words text={problem.message} />
      </p>
      <button
        type="button"
        className="button small"
        onClick={() => {
          tool.load();
        }}
      >
        Retry
      </button>
    </div>
  );
});
