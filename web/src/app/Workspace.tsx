/** Beside the plot: tools for looking closer, one at a time, and the rail that opens them. */
import { observer } from "mobx-react-lite";
import { usePage } from "../page/usePage.ts";
import type { WorkspaceStore } from "../page/WorkspaceStore.ts";
import { TOOLS } from "../tools/index.ts";
import { CrossIcon } from "../ui/icons.tsx";
import { LoadedLater } from "../ui/LoadedLater.tsx";
import { ToolHandle } from "./ToolHandle.tsx";

export const Workspace = observer(function Workspace() {
  const { run, projection, stage } = usePage();
  if (run.manifest === null || projection.entry === null) return stage.state === "loading" ? <Room /> : null;
  return (
    <div className="workspace">
      <Rail />
      <OpenTool />
    </div>
  );
});

/** So that nothing jumps when the run is here. */
const Room = observer(function Room() {
  const { workspace } = usePage();
  return (
    <div className="workspace" aria-hidden="true">
      <div className="rail" />
      {workspace.open !== null && <div className="tool-panel" style={widthOf(workspace)} />}
    </div>
  );
});

const Rail = observer(function Rail() {
  const { workspace } = usePage();
  return (
    <nav className="rail" aria-label="Tools">
      {TOOLS.map(({ id, short, title, icon: Icon }) => (
        <button
          key={id}
          type="button"
          className="rail-button"
          aria-expanded={workspace.open === id}
          aria-controls="tool"
          title={title}
          onClick={() => {
            workspace.toggle(id);
          }}
        >
          <Icon />
          <span>{short}</span>
        </button>
      ))}
    </nav>
  );
});

const OpenTool = observer(function OpenTool() {
  const page = usePage();
  const { workspace } = page;
  const tool = TOOLS.find(({ id }) => id === workspace.open);
  if (tool === undefined) return null;
  const { title, Content } = tool;
  const lacking = tool.lacking?.(page) ?? null;
  return (
    <>
      <section id="tool" className="tool-panel" aria-label={title} style={widthOf(workspace)}>
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
          {lacking === null ? (
            <LoadedLater key={tool.id}>
              <Content />
            </LoadedLater>
          ) : (
            <p className="hint">{lacking}</p>
          )}
        </div>
      </section>
      <ToolHandle />
    </>
  );
});

function widthOf({ toolWidth }: WorkspaceStore) {
  return toolWidth === null ? {} : { "--tool-width": `${toolWidth}px` };
}

/** On a page with room for one column of panels: the open tool, or the settings. */
export const PanelSwitch = observer(function PanelSwitch() {
  const { projection, workspace } = usePage();
  const tool = TOOLS.find(({ id }) => id === workspace.open);
  if (tool === undefined || projection.entry === null) return null;
  const front = workspace.settingsInFront ? "settings" : "tool";
  const choice = (which: "tool" | "settings", name: string) => (
    <button
      type="button"
      aria-pressed={front === which}
      onClick={() => {
        workspace.putInFront(which);
      }}
    >
      {name}
    </button>
  );
  return (
    <div className="panel-switch segmented" role="group" aria-label="Panel" data-front={front}>
      {choice("tool", tool.short)}
      {choice("settings", "Classes and colors")}
    </div>
  );
});
