/** Chooses the run; runs with a problem are listed with the reason and cannot be chosen. */
import { observer } from "mobx-react-lite";
import type { RunSummary } from "../api/manifest.ts";
import { useApp } from "../page/usePage.ts";
import { Select } from "../ui/Select.tsx";

export const RunPicker = observer(function RunPicker() {
  const app = useApp();
  const runs = app.runs.runs ?? [];
  const { name } = app.run;
  const isListed = name !== null && app.runs.find(name) !== null;
  return (
    <Select
      label="Run"
      className="run-picker"
      value={isListed ? name : ""}
      disabled={runs.length === 0}
      onChoose={(chosen) => {
        void app.showRun(chosen);
      }}
    >
      {!isListed && (
        <option value="" disabled>
          {runs.length === 0 ? "none" : "choose a run"}
        </option>
      )}
      {runs.map((run) => (
        <RunOption key={run.name} run={run} />
      ))}
    </Select>
  );
});

function RunOption({ run }: { run: RunSummary }) {
  if (run.problem !== null) return <option value={run.name} disabled>{`${run.name} (${run.problem})`}</option>;
  const title = run.title === run.name ? "" : ` · ${run.title}`;
  return <option value={run.name}>{`${run.name}${title}`}</option>;
}
