/** The samples that differ between the two views at the last epoch. */
import { observer } from "mobx-react-lite";
import { clickPicking } from "../../page/picking.ts";
import { SampleItem } from "../../page/SampleItem.tsx";
import { usePage } from "../../page/usePage.ts";
import { CheckIcon, CrossIcon } from "../../ui/icons.tsx";
import { Select } from "../../ui/Select.tsx";
import { count } from "../../ui/format.ts";
import { lacksVerdicts } from "../lacking.ts";
import { useTool } from "../useTool.ts";
import { CompareTool } from "./CompareTool.ts";
import { DISAGREEMENTS } from "./ComparisonStore.ts";
import type { Difference, Disagreement } from "./ComparisonStore.ts";
import { NEAREST } from "./sharedNeighbors.ts";

const TILE = 40;

export const Differences = observer(function Differences() {
  const { second } = useTool(CompareTool);
  return second.sameRun ? <NeighborDifferences /> : <PredictionDifferences />;
});

/** For one run: the layouts differ in their neighborhoods. */
const NeighborDifferences = observer(function NeighborDifferences() {
  const { comparison, second } = useTool(CompareTool);
  const { meanShared, share } = comparison;
  const { timeline } = usePage();
  if (second.isIdentical)
    return <p className="hint">Both views are identical. Choose another layer, setting or run for the second one.</p>;
  if (share !== null)
    return <progress className="counting" aria-label="Counting shared neighbors" max={1} value={share} />;
  if (meanShared === null) return <p className="hint">Loading…</p>;
  return (
    <>
      <p className="hint">{`At the last ${timeline.unit}, ${meanShared.toFixed(1)} of a sample’s ${NEAREST} nearest neighbors in one view are also among its ${NEAREST} nearest in the other, on average. Fewest first:`}</p>
      <DifferenceList />
    </>
  );
});

/** For two runs: the networks predict different classes. */
const PredictionDifferences = observer(function PredictionDifferences() {
  const { comparison, second } = useTool(CompareTool);
  const { run } = usePage();
  const { disagreement, disagreements } = comparison;
  if (second.same?.count === 0) return null;
  if (disagreements === null)
    return (
      <p className="hint">
        {lacksVerdicts({ run }) === null && (second.page === null || lacksVerdicts(second.page) === null)
          ? "Loading…"
          : "One of the runs has no predictions or labels to compare."}
      </p>
    );
  const labels: Record<Disagreement, string> = {
    first: `correct only in ${run.name ?? ""}`,
    second: `correct only in ${second.page?.run.name ?? ""}`,
    neither: "misclassified in both, as different classes",
  };
  return (
    <>
      <Select
        label="Samples with different final predictions"
        value={disagreement}
        onChoose={(chosen) => {
          comparison.showDisagreement(DISAGREEMENTS.find((one) => one === chosen) ?? "first");
        }}
      >
        {DISAGREEMENTS.map((one) => (
          <option key={one} value={one}>{`${labels[one]} (${count(disagreements[one].length)})`}</option>
        ))}
      </Select>
      <DifferenceList />
    </>
  );
});

const DifferenceList = observer(function DifferenceList() {
  const { comparison } = useTool(CompareTool);
  const { selection } = usePage();
  const { listed, more, samples } = comparison;
  if (samples.length === 0) return <NoDifferences />;
  return (
    <>
      <div className="chips">
        <button
          type="button"
          onClick={(event) => {
            selection.pick(samples.subarray(0, listed.length), clickPicking(event));
          }}
        >
          {more === 0 ? "Select all" : `Select the first ${count(listed.length)}`}
        </button>
        {more > 0 && (
          <button
            type="button"
            onClick={(event) => {
              selection.pick(samples, clickPicking(event));
            }}
          >{`Select all ${count(samples.length)}`}</button>
        )}
      </div>
      <ol className="suspects" aria-label="Samples that differ">
        {listed.map((difference) => (
          <DifferenceItem key={difference.sample} difference={difference} />
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

/** Why the list is empty. */
const NoDifferences = observer(function NoDifferences() {
  const { comparison, second } = useTool(CompareTool);
  const {
    run,
    timeline: { unit },
  } = usePage();
  const { disagreement, disagreements } = comparison;
  if (second.sameRun || disagreements === null) return <p className="hint">No samples are shown.</p>;
  const [one, other] = [run.name ?? "", second.page?.run.name ?? ""];
  const sentences: Record<Disagreement, string> = {
    first: `Every sample that ${one} classifies correctly at its last ${unit}, ${other} does too.`,
    second: `Every sample that ${other} classifies correctly at its last ${unit}, ${one} does too.`,
    neither: `Where both runs misclassify a sample at their last ${unit}s, they predict the same class.`,
  };
  const agree = DISAGREEMENTS.every((kind) => disagreements[kind].length === 0);
  return (
    <p className="hint">
      {agree
        ? `${one} and ${other} predict the same class for every sample shown, each at its last ${unit}.`
        : sentences[disagreement]}
    </p>
  );
});

const DifferenceItem = observer(function DifferenceItem({ difference }: { difference: Difference }) {
  const { classes } = usePage();
  const { sample, label, shared, predicted, secondPredicted } = difference;
  const name = classes.names[label] ?? "";
  const nameOf = (number: number | null) =>
    number === null ? "no prediction" : (classes.names[number] ?? String(number));
  const summary =
    shared === null
      ? `${nameOf(predicted)} in one view, ${nameOf(secondPredicted)} in the other`
      : `${shared} of ${NEAREST} nearest neighbors are shared`;
  return (
    <SampleItem sample={sample} label={label} description={`${name}: ${summary}`} size={TILE}>
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
        <span className="suspect-evidence">{summary}</span>
      )}
    </SampleItem>
  );
});

function Verdict({ right, name }: { right: boolean; name: string }) {
  return (
    <span className="verdict" data-right={right}>
      {right ? <CheckIcon /> : <CrossIcon />} {name}
    </span>
  );
}
