/** Two synchronized views: chooses what the second one shows, and lists the samples that differ between them. */
import { observer } from "mobx-react-lite";
import { PageContext, usePage } from "../../page/usePage.ts";
import { MethodSelect, MinDistSelect, NNeighborsSelect } from "../../panels/SettingPanel.tsx";
import { Select } from "../../ui/Select.tsx";
import { count } from "../../ui/format.ts";
import { Words } from "../../ui/Words.tsx";
import { useTool } from "../useTool.ts";
import { CompareTool } from "./CompareTool.ts";
import { Differences } from "./Differences.tsx";

export const Compare = observer(function Compare() {
  const { second } = useTool(CompareTool);
  if (second.page === null) return <NoSecond />;
  return (
    <>
      <section className="second-choices" aria-label="Second view">
        <RunSelect />
        <PageContext value={second.page}>
          <Choices />
        </PageContext>
      </section>
      <SameSamplesText />
      <Differences />
    </>
  );
});

const NoSecond = observer(function NoSecond() {
  const { second } = useTool(CompareTool);
  const { projection } = usePage();
  if (second.choosing) return <p className="hint">{`Finding the layer least like ${projection.layer ?? ""}…`}</p>;
  return (
    <>
      <p className="hint">
        Opens a second view beside this one, with the same timeline and selection: another layer or setting of this run,
        or another run of the same samples.
      </p>
      <div className="chips">
        <button
          type="button"
          onClick={() => {
            void second.open();
          }}
        >
          Open a second view
        </button>
      </div>
    </>
  );
});

const RunSelect = observer(function RunSelect() {
  const { second } = useTool(CompareTool);
  const { runs } = usePage();
  const shown = (runs.runs ?? []).filter((run) => run.problem === null);
  return (
    <Select
      label="Run"
      value={second.page?.run.name ?? ""}
      onChoose={(run) => {
        second.showRun(run);
      }}
    >
      {shown.map(({ name }) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </Select>
  );
});

/** Rendered in the second view's page context. */
const Choices = observer(function Choices() {
  const { projection } = usePage();
  if (projection.entry === null) return null;
  return (
    <>
      <Select
        label="Layer"
        value={projection.layer ?? ""}
        onChoose={(layer) => {
          projection.showLayer(layer);
        }}
      >
        {projection.layers.map(({ name, projected }) => (
          <option key={name} value={name} disabled={!projected}>
            {projected ? name : `${name} (not projected)`}
          </option>
        ))}
      </Select>
      <MethodSelect />
      {projection.hasValues && (
        <div className="second-values">
          <NNeighborsSelect />
          <MinDistSelect />
        </div>
      )}
    </>
  );
});

/** The number of samples that two runs have in common. */
const SameSamplesText = observer(function SameSamplesText() {
  const { second } = useTool(CompareTool);
  const { run, subset } = usePage();
  const other = second.page;
  if (other === null || second.sameRun) return null;
  if (second.problem !== null)
    return (
      <p role="alert">
        Couldn’t match the samples of the two runs. <Words text={second.problem} />
      </p>
    );
  if (second.same === null) return <p className="hint">Matching the samples of both runs…</p>;
  const { count: both } = second.same;
  if (both === 0)
    return (
      <p role="alert">{`No sample of ${run.name ?? ""} is in ${other.run.name ?? ""}: the two views share the timeline, but no selection.`}</p>
    );
  return (
    <p className="hint">{`${count(both)} of ${count(subset.total)} samples are in both runs, matched by their source. Gray samples exist only in the second run.`}</p>
  );
});
