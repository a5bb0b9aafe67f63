/** Samples whose labels are likely wrong, the likeliest first, with what speaks against each. */
import { observer } from "mobx-react-lite";
import { useState } from "react";
import { usePage } from "../../page/usePage.ts";
import { saveFile } from "../../ui/saveFile.ts";
import { Thumbnail } from "../../ui/Thumbnail.tsx";
import { count, percent } from "../../ui/words.ts";
import { useTool } from "../useTool.ts";
import { LabelErrorsStore } from "./LabelErrorsStore.ts";
import type { Suspect } from "./LabelErrorsStore.ts";

const TILE = 48;
const FIRST = 50;

export const LabelErrors = observer(function LabelErrors() {
  const labelErrors = useTool(LabelErrorsStore);
  const { run } = usePage();
  const where = run.manifest?.label_errors ?? null;
  if (where === null)
    return <p className="hint">This run has no epoch of training yet: there is nothing to tell a wrong label by.</p>;
  if (labelErrors.status === "failed") return <p role="alert">{labelErrors.problem?.words}</p>;
  if (labelErrors.ranking === null) return <p className="hint">Loading…</p>;
  const [first = 0, last = first] = [where.epochs[0], where.epochs.at(-1)];
  return (
    <>
      <p className="hint">
        {`A label is suspected where the network would not learn it from epoch ${first} to ${last}${where.layer === null ? "" : ` and the sample lies among other classes in ${where.layer}`}. It is a list to look through, not a verdict.`}
      </p>
      <Take />
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

/** How many of the list to take along. */
const Take = observer(function Take() {
  const labelErrors = useTool(LabelErrorsStore);
  const { run, selection, sources } = usePage();
  const [wanted, setWanted] = useState(FIRST);
  const most = labelErrors.ranking?.length ?? 0;
  const taken = Math.min(Math.max(1, wanted), most);
  const name = run.name ?? "run";
  const save = async () => {
    await sources.load(name);
    saveFile(
      `${name}-label-errors.csv`,
      "text/csv",
      labelErrors.csv(taken, (sample) => sources.of(name, sample) ?? ""),
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
          value={wanted}
          onChange={(event) => {
            setWanted(Math.round(event.target.valueAsNumber) || 1);
          }}
        />
      </label>
      <div className="chips">
        <button
          type="button"
          onClick={() => {
            selection.pick(labelErrors.ranking?.subarray(0, taken) ?? []);
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
  const { classes, hover, run, selection, tileOf } = usePage();
  const { sample, label, suggested } = suspect;
  const tile = tileOf(sample);
  const [is = "", likely = ""] = [classes.names[label], classes.names[suggested]];
  const layer = run.manifest?.label_errors?.layer ?? null;
  return (
    <li>
      <button
        type="button"
        className="suspect"
        aria-label={`Sample ${sample}, labeled ${is}, likely ${likely}`}
        data-ringed={hover.sample === sample}
        aria-pressed={selection.samples.includes(sample)}
        onPointerEnter={() => {
          hover.ring(sample);
        }}
        onPointerLeave={() => {
          hover.ring(null);
        }}
        onFocus={() => {
          hover.ring(sample);
        }}
        onBlur={() => {
          hover.ring(null);
        }}
        onClick={() => {
          selection.pick([sample]);
        }}
      >
        {tile === null ? (
          <span className="tile" style={{ "--color": classes.colorOf(label) }}>
            {is}
          </span>
        ) : (
          <Thumbnail tile={tile} size={TILE} />
        )}
        <span className="suspect-words">
          <span className="suspect-classes">
            <i className="swatch" style={{ "--color": classes.colorOf(label) }} />
            <s>{is}</s> <i className="swatch" style={{ "--color": classes.colorOf(suggested) }} />
            <strong>{`${likely}?`}</strong>
          </span>
          <span className="suspect-evidence">{`${percent(suspect.suggestedConfidence, 0)} ${likely}, ${percent(suspect.givenConfidence, 0)} ${is} on average`}</span>
          <span className="suspect-evidence">
            {`${layer === null ? "" : `${percent(suspect.agreement, 0)} of its neighbors are ${is}; `}taken for ${likely} at ${suspect.taken} of ${run.manifest?.label_errors?.epochs.length ?? 0} epochs${suspect.since === null ? "" : `, first at ${suspect.since}`}`}
          </span>
        </span>
      </button>
    </li>
  );
});
