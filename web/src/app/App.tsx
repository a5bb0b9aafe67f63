/** The whole page. */
import { observer } from "mobx-react-lite";
import { lazy } from "react";
import { usePage } from "../page/usePage.ts";
import { ClassesPanel } from "../panels/ClassesPanel.tsx";
import { ColorPanel } from "../panels/ColorPanel.tsx";
import { LayerRail } from "../panels/LayerRail.tsx";
import { SamplesPanel } from "../panels/SamplesPanel.tsx";
import { SelectionPanel } from "../panels/SelectionPanel.tsx";
import { SettingPanel } from "../panels/SettingPanel.tsx";
import { Timeline } from "../timeline/Timeline.tsx";
import { LoadedLater } from "../ui/LoadedLater.tsx";
import { Header } from "./Header.tsx";
import { HelpDialog } from "./HelpDialog.tsx";
import { LinkNotice } from "./LinkNotice.tsx";
import { Stages } from "./Stages.tsx";
import { PanelSwitch, Workspace } from "./Workspace.tsx";

const Inside = lazy(async () => ({ default: (await import("../inside/Inside.tsx")).Inside }));

export const App = observer(function App() {
  const { mode, run, stage } = usePage();
  const isInside = mode.inside && run.manifest !== null;
  return (
    <div className="page" data-state={stage.state} data-mode={isInside ? "inside" : "map"}>
      <Header />
      {isInside ? <InsideMain /> : <MapMain />}
      <HelpDialog />
    </div>
  );
});

function MapMain() {
  return (
    <main>
      <Workspace />
      <div className="plots">
        <LayerRail />
        <LinkNotice />
        <Stages />
        <Timeline />
      </div>
      <PanelSwitch />
      <SidePanel />
    </main>
  );
}

function InsideMain() {
  return (
    <main className="main-inside">
      <LinkNotice />
      <LoadedLater>
        <Inside />
      </LoadedLater>
      <Timeline />
    </main>
  );
}

const SidePanel = observer(function SidePanel() {
  const { run, stage, projection } = usePage();
  if (run.manifest === null)
    return stage.state === "loading" ? (
      <aside className="side" aria-hidden="true">
        <i className="bone" />
        <i className="bone" />
        <i className="bone" />
      </aside>
    ) : null;
  if (projection.entry === null) return null;
  return (
    <aside className="side" aria-label="What the plot shows">
      <div className="side-panels">
        <ClassesPanel />
        <ColorPanel />
        <SamplesPanel />
        <SettingPanel />
      </div>
      <SelectionPanel />
    </aside>
  );
});
