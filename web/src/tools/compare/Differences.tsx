/** The samples that end differently in the two views. */
import { observer } from "mobx-react-lite";
import { usePage } from "../../page/usePage.ts";
import { CheckIcon, CrossIcon } from "../../ui/icons.tsx";
import { Select } from "../../ui/Select.tsx";
import { Thumbnail } from "../../ui/Thumbnail.tsx";
import { count } from "../../ui/words.ts";
import { useTool } from "../useTool.ts";
import { CompareTool } from "./CompareTool.ts";
import { PARTINGS } from "./ComparisonStore.ts";
import type { Parted, Parting } from "./ComparisonStore.ts";
import { NEAREST } from "./sharedNeighbors.ts";

const TILE = 40;

export const Differences = observer(function Differences() {
  const { second } = useTool(CompareTool);
  return second.sameRun ? <NeighborDifferences /> : <PredictionDifferences />;
});

/** Of one run: the pictures differ in who is near to whom. */
const NeighborDifferences = observer(function NeighborDifferences() {
  const { comparison, second } = useTool(CompareTool);
  const { meanShared, share } = comparison;
  if (second.showsSame)
    return (
      <p className="hint">Both views show the same picture. Choose another layer, setting or run for the second one.</p>
    );
  if (share !== null)
    return <progress className="counting" aria-label="Counting common neighbors" max={1} value={share} />;
  if (meanShared === null) return <p className="hint">Loading…</p>;
  return (
    <>
      <p className="hint">{`At the last epoch ${meanShared.toFixed(1)} of a sample’s ${NEAREST} nearest in the one picture are among its ${NEAREST} nearest in the other. Those with the fewest:`}</p>
      <PartedList />
    </>
  );
});

/** Of two runs: the networks take a sample for different classes. */
const PredictionDifferences = observer(function PredictionDifferences() {
  const { comparison, second } = useTool(CompareTool);
  const { run } = usePage();
  const { parted, parting } = comparison;
  if (second.same?.count === 0) return null;
  if (parted === null)
    return (
      <p className="hint">
        {run.manifest?.predictions && second.page?.run.manifest?.predictions !== null
          ? "Loading…"
          : "One of the runs has no predictions to compare."}
      </p>
    );
  const words: Record<Parting, string> = {
    first: `right only in ${run.name ?? ""}`,
    second: `right only in ${second.page?.run.name ?? ""}`,
    neither: "wrong in both, as different classes",
  };
  return (
    <>
      <Select
        label="At the last epoch"
        value={parting}
        onChoose={(chosen) => {
          comparison.showParting(PARTINGS.find((one) => one === chosen) ?? "first");
        }}
      >
        {PARTINGS.map((one) => (
          <option key={one} value={one}>{`${words[one]} (${count(parted[one].length)})`}</option>
        ))}
      </Select>
      <PartedList />
    </>
  );
});

const PartedList = observer(function PartedList() {
  const { comparison } = useTool(CompareTool);
  const { selection } = usePage();
  const { listed, more, samples } = comparison;
  if (samples.length === 0) return <p className="hint">None.</p>;
  return (
    <>
      <div className="chips">
        <button
          type="button"
          onClick={() => {
            selection.pick(samples.subarray(0, listed.length));
          }}
        >
          {more === 0 ? "Select all" : `Select the first ${count(listed.length)}`}
        </button>
        {more > 0 && (
          <button
            type="button"
            onClick={() => {
              selection.pick(samples);
            }}
          >{`Select all ${count(samples.length)}`}</button>
        )}
      </div>
      <ol className="suspects" aria-label="Samples that end differently">
        {listed.map((parted) => (
          <PartedItem key={parted.sample} parted={parted} />
        ))}
      </ol>
      {more > 0 && (
        <button
          type="button"
          className="more"
          onClick={() => {
            comparison.showMore();
          }}
        >{`More samples (${count(more)} left)`}</button>
      )}
    </>
  );
});

const PartedItem = observer(function PartedItem({ parted }: { parted: Parted }) {
  const { classes, hover, selection, tileOf } = usePage();
  const { sample, label, shared, predicted, secondPredicted } = parted;
  const tile = tileOf(sample);
  const name = classes.names[label] ?? "";
  const nameOf = (number: number | null) => (number === null ? "nothing" : (classes.names[number] ?? String(number)));
  const words =
    shared === null
      ? `${nameOf(predicted)} in the first, ${nameOf(secondPredicted)} in the second`
      : `${shared} of ${NEAREST} nearest are the same`;
  return (
    <li>
      <button
        type="button"
        className="suspect"
        aria-label={`Sample ${sample}, ${name}: ${words}`}
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
            {name}
          </span>
        ) : (
          <Thumbnail tile={tile} size={TILE} />
        )}
        <span className="suspect-words">
          <span className="suspect-classes">
            <i className="swatch" style={{ "--color": classes.colorOf(label) }} />
            <strong>{name}</strong>
          </span>
          {shared === null ? (
            <span className="parted">
              <Verdict right={predicted === label} name={nameOf(predicted)} />
              <Verdict right={secondPredicted === label} name={nameOf(secondPredicted)} />
            </span>
          ) : (
            <span className="suspect-evidence">{words}</span>
          )}
        </span>
      </button>
    </li>
  );
});

function Verdict({ right, name }: { right: boolean; name: string }) {
  return (
    <span className="verdict" data-right={right}>
      {right ? <CheckIcon /> : <CrossIcon />} {name}
    </span>
  );
}
