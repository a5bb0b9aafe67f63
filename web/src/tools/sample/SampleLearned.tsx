/** How the sample was learned, as far as training had come at the epoch shown. */
import { observer } from "mobx-react-lite";
import { COLORING_WORDS, measureWords } from "../../numbers/names.ts";
import { usePage } from "../../page/usePage.ts";
import { useTool } from "../useTool.ts";
import { Bone, SamplePart } from "./SamplePart.tsx";
import { SampleTool } from "./SampleTool.ts";

export const SampleLearned = observer(function SampleLearned() {
  const {
    sampleHistory: { learned },
  } = useTool(SampleTool);
  const { dynamics, run, timeline } = usePage();
  const isComing = dynamics.dynamics === null && dynamics.status !== "failed";
  if (!run.manifest?.dynamics || (learned === null && !isComing)) return null;
  return (
    <SamplePart title={`Training up to epoch ${timeline.epoch ?? 0}`}>
      {learned === null ? (
        <Bone of="learned" words="Loading training dynamics" />
      ) : (
        <dl className="sample-learned">
          {learned.map(({ measure, value }) => (
            <div key={measure} title={COLORING_WORDS[measure].words}>
              <dt>{COLORING_WORDS[measure].name}</dt>
              <dd>{measureWords(measure, value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </SamplePart>
  );
});
