/** The samples whose labels are likely wrong, the likeliest first, with the evidence against each label. */
import { observer } from "mobx-react-lite";
import { useState } from "react";
import { clickPicking } from "../../page/picking.ts";
import { SampleItem } from "../../page/SampleItem.tsx";
import { usePage } from "../../page/usePage.ts";
import { saveFile } from "../../ui/saveFile.ts";
import { count, percent } from "../../ui/format.ts";
import { Words } from "../../ui/Words.tsx";
import { useTool } from "../useTool.ts";
import { LabelErrorsStore } from "./LabelErrorsStore.ts";
import type { Suspect } from "./LabelErrorsStore.ts";

const TILE = 48;
const FIRST = 50;

export const LabelErrors = observer(function LabelErrors() {
  const labelErrors = useTool(LabelErrorsStore);
  const { run, timeline } = usePage();
  const scores = run.manifest?.label_errors ?? null;
  if (scores === null) return <p className="hint">{timeline.say("Label errors need at least one trained epoch.")}</p>;
  if (labelErrors.problem !== null)
    return (
      <p role="alert">
        Couldn’t load the evidence. <Words text={labelErrors.problem.message} />
      </p>
    );
  if (labelErrors.ranking === null) return <p className="hint">Loading…</p>;
  const [first = 0, last = first] = [scores.epochs[0], scores.epochs.at(-1)];
  return (
    <>
      <p className="hint">
        {`Ranked by how strongly the network resists the label (${timeline.say("epochs")} ${first} to ${last})${scores.layer === null ? "" : ` and how many neighbors in ${scores.layer} disagree`}. Review these; they are not verdicts.`}
      </p>
      <TakeFirst />
      <ol className="suspects" aria-label="Likely label errors">
        {labelErrors.suspects.map((suspect) => (
          <SuspectItem key={suspect.sample} suspect={suspect} />
        ))}
      </ol>
      {labelErrors.more > 0 && (
        <button
          type="button"
          className="more"
          onClick={() => {
            labelErrors.showMore();
          }}
        >{`More labels (${count(labelErrors.more)} left)`}</button>
      )}
    </>
  );
});

/** Selects or saves the first samples of the list. */
const TakeFirst = observer(function TakeFirst() {
  const labelErrors = useTool(LabelErrorsStore);
  const { run, selection, sources } = usePage();
  const [requested, setRequested] = useState(FIRST);
  const most = labelErrors.ranking?.length ?? 0;
  const samples = Math.min(Math.max(1, requested), most);
  const name = run.name ?? "run";
  const save = async () => {
    if (run.manifest !== null) await sources.load(run.manifest);
    saveFile(
      `${name}-label-errors.csv`,
      "text/csv",
      labelErrors.csv(samples, (sample) => sources.of(name, sample) ?? ""),
    );
  };
  return (
    <div className="take">
      <label>
        The first{" "}
        <input
          type="number"
          min={1}
          max={most}
          value={requested}
          onChange={(event) => {
            setRequested(Math.round(event.target.valueAsNumber) || 1);
          }}
        />
      </label>
      <div className="chips">
        <button
          type="button"
          onClick={(event) => {
            selection.pick(labelErrors.ranking?.subarray(0, samples) ?? [], clickPicking(event));
          }}
        >
          Select
        </button>
        <button
          type="button"
          onClick={() => {
            void save();
          }}
        >
          Save as CSV
        </button>
      </div>
    </div>
  );
});

const SuspectItem = observer(function SuspectItem({ suspect }: { suspect: Suspect }) {
  const { classes, run, timeline } = usePage();
  const { sample, label, suggested } = suspect;
  const [given = "", likely = ""] = [classes.names[label], classes.names[suggested]];
  const layer = run.manifest?.label_errors?.layer ?? null;
  return (
    <SampleItem sample={sample} label={label} description={`labeled ${given}, likely ${likely}`} size={TILE}>
      <span className="suspect-classes">
        <i className="swatch" style={{ "--color": classes.colorOf(label) }} />
        <s>{given}</s> <i className="swatch" style={{ "--color": classes.colorOf(suggested) }} />
        <strong title={classes.titleOf(suggested)}>{`${likely}?`}</strong>
      </span>
      <span className="suspect-evidence">{`mean probability: ${likely} ${percent(suspect.suggestedConfidence, 0)}, ${given} ${percent(suspect.givenConfidence, 0)}`}</span>
      <span className="suspect-evidence">
        {`${layer === null ? "" : `${percent(suspect.agreement, 0)} of its neighbors are ${given}; `}predicted as ${likely} at ${suspect.predicted} of ${run.manifest?.label_errors?.epochs.length ?? 0} ${timeline.unit}s${suspect.since === null ? "" : `, first at ${suspect.since}`}`}
      </span>
    </SampleItem>
  );
});
