/** The whole page. */
import { observer } from "mobx-react-lite";
import { usePage } from "../page/usePage.ts";
import { ClassesPanel } from "../panels/ClassesPanel.tsx";
import { ColorPanel } from "../panels/ColorPanel.tsx";
import { LayerPanel } from "../panels/LayerPanel.tsx";
import { SamplesPanel } from "../panels/SamplesPanel.tsx";
import { SelectionPanel } from "../panels/SelectionPanel.tsx";
import { SettingPanel } from "../panels/SettingPanel.tsx";
import { Timeline } from "../timeline/Timeline.tsx";
import { Header } from "./Header.tsx";
import { HelpDialog } from "./HelpDialog.tsx";
import { LinkNotice } from "./LinkNotice.tsx";
import { Stages } from "./Stages.tsx";
import { Workspace } from "./Workspace.tsx";

export const App = observer(function App() {
  const { stage } = usePage();
  return (
    <div className="page" data-state={stage.state}>
      <Header />
      <main>
        <Workspace />
        <div className="plots">
          <LinkNotice />
          <Stages />
          <Timeline />
        </div>
        <SidePanel />
      </main>
      <HelpDialog />
    </div>
  );
});

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
  return (
    <aside className="side" aria-label="What the plot shows">
      <div className="side-panels">
        <LayerPanel />
        {projection.entry !== null && (
          <>
            <ClassesPanel />
            <ColorPanel />
            <SamplesPanel />
            <SettingPanel />
          </>
        )}
      </div>
      {projection.entry !== null && <SelectionPanel />}
    </aside>
  );
});
