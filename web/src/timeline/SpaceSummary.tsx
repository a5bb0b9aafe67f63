/** How much of its own space a layer uses: the effective dimension of the samples, and whether they are one point. */
import { observer } from "mobx-react-lite";
import type { LayerSpace } from "../api/manifest.ts";
import { usePage } from "../page/usePage.ts";
import { count, percent } from "../ui/format.ts";
import { polylinePoints } from "../ui/ticks.ts";

export const SpaceSummary = observer(function SpaceSummary() {
  const { projection, run, timeline } = usePage();
  const { space, width } = projection;
  const at = space?.epochs.indexOf(timeline.epoch ?? -1) ?? -1;
  const [dimension, distinct] = [space?.dimension[at], space?.distinct[at]];
  if (space === null || dimension === undefined || distinct === undefined) return null;
  return (
    <div className="measure">
      <span className="measure-name">Effective dimension</span>{" "}
      <DimensionCurve space={space} epoch={timeline.epoch ?? 0} />{" "}
      <strong>{`${dimension.toFixed(1)} of ${count(width)}`}</strong>{" "}
      <span className="measure-text">{spaceText(distinct, run.manifest?.recorded_samples ?? 0)}</span>
    </div>
  );
});

/** Said beside the trust in a layout of neighbors that an approximate search found. */
export const ApproximateNeighbors = observer(function ApproximateNeighbors() {
  const { projection, timeline } = usePage();
  const recall = projection.space?.neighbor_recall[projection.space.epochs.indexOf(timeline.epoch ?? -1)] ?? null;
  if (recall === null) return null;
  return <p>{`The layer’s neighbors are approximate: the search found ${percent(recall)} of the nearest.`}</p>;
});

function spaceText(distinct: number, samples: number): string {
  if (distinct === 1)
    return `this layer has collapsed: all ${count(samples)} samples have one vector, and places mean nothing`;
  const directions = "over how many directions the samples spread in the layer";
  return distinct < samples ? `${directions}; ${count(distinct)} of ${count(samples)} vectors differ` : directions;
}

const DimensionCurve = observer(function DimensionCurve({
  space: { epochs, dimension },
  epoch,
}: {
  space: LayerSpace;
  epoch: number;
}) {
  const { timeline } = usePage();
  const [first = 0, last = 0] = [epochs[0], epochs.at(-1)];
  if (last === first) return null;
  const most = Math.max(...dimension, 1);
  const across = timeline.axisOver(epochs);
  const points = epochs.map((one, index) => ({ across: across(one), up: (dimension[index] ?? 0) / most }));
  return (
    <svg
      className="dimension-curve"
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      role="img"
      aria-label={`Effective dimension from ${timeline.say("epoch")} ${first} to ${last}: ${dimension.map((one) => one.toFixed(1)).join(", ")}`}
    >
      <path d={`M${100 * across(epoch)} 0V100`} />
      <polyline points={polylinePoints(points)} />
    </svg>
  );
});
