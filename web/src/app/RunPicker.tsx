/** Chooses the run; runs with a problem are listed with the reason and cannot be chosen. */
import { observer } from "mobx-react-lite";
import type { RunSummary } from "../api/manifest.ts";
import { usePage } from "../page/usePage.ts";
import { Select } from "../ui/Select.tsx";
import { factsOf } from "./facts.ts";
import { useShell } from "./useShell.ts";

export const RunPicker = observer(function RunPicker() {
  const { run: current, runs: all } = usePage();
  const shell = useShell();
  const runs = all.runs ?? [];
  const { name } = current;
  const isListed = name !== null && all.find(name) !== null;
  return (
    <Select
      label="Run"
      className="run-picker"
      title={[titleOf(all.find(name ?? "")), ...factsOf(current.manifest)].join(" · ")}
      value={isListed ? name : ""}
      disabled={runs.length === 0}
      onChoose={(chosen) => {
        void shell.showRun(chosen);
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
  return <option value={run.name}>{titleOf(run)}</option>;
}

function titleOf(run: RunSummary | null): string {
  if (run === null) return "";
  return run.title === run.name ? run.name : `${run.name} · ${run.title}`;
}
