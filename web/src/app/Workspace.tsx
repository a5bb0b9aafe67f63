/** Beside the picture: tools for looking closer, one at a time, and the rail that opens them. */
import { observer } from "mobx-react-lite";
import type { ComponentType } from "react";
import { TOOLS } from "../page/WorkspaceStore.ts";
import type { Tool } from "../page/WorkspaceStore.ts";
import { Compare } from "../tools/compare/Compare.tsx";
import { useApp } from "../page/usePage.ts";
import { CompareIcon, CrossIcon, CurvesIcon, FindIcon, FlagIcon, GridIcon, MapIcon, SampleIcon } from "../ui/icons.tsx";
import { ClassCurves } from "../tools/classes/ClassCurves.tsx";
import { ConfusionMatrix } from "../tools/confusion/ConfusionMatrix.tsx";
import { DataMap } from "../tools/map/DataMap.tsx";
import { FindSamples } from "../tools/find/FindSamples.tsx";
import { LabelErrors } from "../tools/labels/LabelErrors.tsx";
import { SampleCard } from "../tools/sample/SampleCard.tsx";

interface ToolFace {
  readonly short: string;
  readonly title: string;
  /** What it is for, as the help says it. */
  readonly words: string;
  readonly Icon: ComponentType;
  readonly Content: ComponentType;
}

const FACES: Record<Tool, ToolFace> = {
  confusion: {
    short: "Confusion",
    title: "Confusion matrix",
    words: "which classes are taken for which; a cell selects its samples",
    Icon: GridIcon,
    Content: ConfusionMatrix,
  },
  find: {
    short: "Find",
    title: "Find samples",
    words: "samples by what became of them, such as “never learned” or “dog as cat”",
    Icon: FindIcon,
    Content: FindSamples,
  },
  map: {
    short: "Data map",
    title: "Data map",
    words: "how sure and how steady the network is of each label",
    Icon: MapIcon,
    Content: DataMap,
  },
  classes: {
    short: "Classes",
    title: "Accuracy of each class",
    words: "how accurate each class is, and since when",
    Icon: CurvesIcon,
    Content: ClassCurves,
  },
  sample: {
    short: "Sample",
    title: "One sample",
    words: "all that is known of one sample, and its neighbors in the layer",
    Icon: SampleIcon,
    Content: SampleCard,
  },
  labels: {
    short: "Labels",
    title: "Likely label errors",
    words: "labels that are likely wrong, and what speaks against them",
    Icon: FlagIcon,
    Content: LabelErrors,
  },
  compare: {
    short: "Compare",
    title: "Compare two views",
    words: "a second picture in step with the first: another layer, setting or run, and which samples end differently",
    Icon: CompareIcon,
    Content: Compare,
  },
};

/** Each tool and what it is for, in the order of the rail. */
export const TOOLS_IN_WORDS: readonly (readonly [tool: string, words: string])[] = TOOLS.map((tool) => [
  FACES[tool].short,
  FACES[tool].words,
]);

export const Workspace = observer(function Workspace() {
  const { run, projection, stage } = useApp();
  const predicted = run.manifest?.predictions ?? null;
  if (predicted === null || projection.entry === null) return stage.state === "loading" ? <Room /> : null;
  return (
    <div className="workspace">
      <Rail />
      <OpenTool />
    </div>
  );
});

/** So that nothing jumps when the run is here. */
const Room = observer(function Room() {
  const { workspace } = useApp();
  return (
    <div className="workspace" aria-hidden="true">
      <div className="rail" />
      {workspace.open !== null && <div className="tool-panel" />}
    </div>
  );
});

const Rail = observer(function Rail() {
  const { workspace } = useApp();
  return (
    <nav className="rail" aria-label="Tools">
      {TOOLS.map((tool) => {
        const { short, title, Icon } = FACES[tool];
        return (
          <button
            key={tool}
            type="button"
            className="rail-button"
            aria-expanded={workspace.open === tool}
            aria-controls="tool"
            title={title}
            onClick={() => {
              workspace.toggle(tool);
            }}
          >
            <Icon />
            <span>{short}</span>
          </button>
        );
      })}
    </nav>
  );
});

const OpenTool = observer(function OpenTool() {
  const { workspace } = useApp();
  if (workspace.open === null) return null;
  const { title, Content } = FACES[workspace.open];
  return (
    <section id="tool" className="tool-panel" aria-label={title}>
      <div className="panel-head tool-head">
        <h2>{title}</h2>
        <button
          type="button"
          className="round"
          aria-label="Close"
          title="Close"
          onClick={() => {
            workspace.show(null);
          }}
        >
          <CrossIcon />
        </button>
      </div>
      <div className="tool-content">
        <Content />
      </div>
    </section>
  );
});
