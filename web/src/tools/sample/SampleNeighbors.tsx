/** The nearest neighbors in the layer's own space at the epoch shown, and how they differ from those at the previous epoch. */
import { observer } from "mobx-react-lite";
import { useEffect, useState } from "react";
import type { NeighborSet } from "../../api/manifest.ts";
import { clickPicking } from "../../page/picking.ts";
import { SampleTile } from "../../page/SampleTile.tsx";
import { usePage } from "../../page/usePage.ts";
import { useTool } from "../useTool.ts";
import type { Neighbor } from "./NeighborhoodStore.ts";
import { BlockPlaceholder, SamplePart } from "./SamplePart.tsx";
import { SampleTool } from "./SampleTool.ts";

const TILE = 48,
  SMALL_TILE = 32;

export const SampleNeighbors = observer(function SampleNeighbors() {
  const { neighborhood } = useTool(SampleTool);
  const { projection } = usePage();
  return (
    <SamplePart title={`Nearest neighbors in ${projection.layer ?? ""}`}>
      {neighborhood.neighbors === null ? <NoNeighbors /> : <Neighbors />}
    </SamplePart>
  );
});

const NoNeighbors = observer(function NoNeighbors() {
  const { neighborhood } = useTool(SampleTool);
  const { projection, run, timeline } = usePage();
  const { neighborSet } = neighborhood;
  if (neighborSet === null && run.manifest?.compact === true)
    return <p className="hint">{compactText(run.manifest.neighbors)}</p>;
  if (neighborSet === null) {
    return (
      <p className="hint">
        No neighbors are stored for this layer. To compute them, run this in the store folder:{" "}
        <code>
          epochscope project {run.name} <span className="option">--layers</span> {projection.layer}
        </code>
      </p>
    );
  }
  if (timeline.epoch !== null && !neighborSet.epochs.includes(timeline.epoch))
    return <p className="hint">{timeline.say("No neighbors are stored for this epoch.")}</p>;
  return <BlockPlaceholder of="tiles" label="Loading neighbors" />;
});

function compactText(neighbors: readonly NeighborSet[]): string {
  const layers = neighbors.map((set) => set.layer);
  return layers.length === 0
    ? "This copy of the run has no neighbors."
    : `This copy of the run has neighbors for ${layers.join(", ")} only.`;
}

const Neighbors = observer(function Neighbors() {
  const {
    neighborhood: { change, gone, missing, neighbors, same },
  } = useTool(SampleTool);
  const { inspected, run, selection, timeline } = usePage();
  if (neighbors === null) return null;
  const k = neighbors.length;
  if (k === 0) return <p className="hint">None of its {missing} nearest samples were exported.</p>;
  const all = [...(inspected.number === null ? [] : [inspected.number]), ...neighbors.map((one) => one.sample)];
  return (
    <>
      <p className="sample-sentence">
        {[
          run.labeled ? `${same} of ${k} have the same true class` : null,
          change === null ? null : timeline.say(`${change.added.size} of ${k} changed since epoch ${change.since}`),
        ]
          .filter((part) => part !== null)
          .join(", ")}
      </p>
      {missing > 0 && (
        <p className="hint">
          {missing} of its {k + missing} nearest samples were not exported.
        </p>
      )}
      <Tiles label="Neighbors, nearest first" neighbors={neighbors} size={TILE} />
      <div className="chips">
        <button
          type="button"
          onClick={(event) => {
            selection.pick(all, clickPicking(event));
          }}
        >{`Select this sample and its ${k} neighbors`}</button>
      </div>
      {change !== null && gone.length > 0 && (
        <>
          <p className="hint">{timeline.say(`Gone since epoch ${change.since}`)}</p>
          <Tiles label={timeline.say(`Gone since epoch ${change.since}`)} neighbors={gone} size={SMALL_TILE} />
        </>
      )}
    </>
  );
});

const Tiles = observer(function Tiles({
  label,
  neighbors,
  size,
}: {
  label: string;
  neighbors: readonly Neighbor[];
  size: number;
}) {
  const { hover } = usePage();
  const [pointed, setPointed] = useState<number | null>(null);
  // During playback, another sample may move under the pointer.
  const ringed = pointed === null ? null : (neighbors[pointed]?.sample ?? null);
  useEffect(() => {
    if (ringed === null) return undefined;
    hover.ring(ringed);
    return () => {
      hover.ring(null);
    };
  }, [hover, ringed]);
  return (
    <ul className="cards sample-tiles" data-size={size} aria-label={label}>
      {neighbors.map((neighbor, index) => (
        <li key={index}>
          <NeighborTile
            neighbor={neighbor}
            size={size}
            onPoint={(here) => {
              setPointed(here ? index : null);
            }}
          />
        </li>
      ))}
    </ul>
  );
});

const NeighborTile = observer(function NeighborTile({
  neighbor,
  size,
  onPoint,
}: {
  neighbor: Neighbor;
  size: number;
  onPoint: (here: boolean) => void;
}) {
  const { neighborhood } = useTool(SampleTool);
  const { inspected, timeline } = usePage();
  const since =
    neighbor.isNew && neighborhood.change !== null
      ? timeline.say(`, new since epoch ${neighborhood.change.since}`)
      : "";
  const named = neighbor.labelName === "" ? "" : `: ${neighbor.labelName}`;
  const label = `Neighbor ${neighbor.sample}${named}${neighbor.same ? "" : ", different true class"}${since}`;
  return (
    <button
      type="button"
      className="card neighbor"
      data-wrong={!neighbor.same}
      aria-label={label}
      title={`${label}. Click to open it.`}
      onClick={({ detail }) => {
        // By the second click of a double click, another neighbor is under the pointer.
        if (detail < 2) inspected.open(neighbor.sample);
      }}
      onPointerEnter={() => {
        onPoint(true);
      }}
      onPointerLeave={() => {
        onPoint(false);
      }}
      onFocus={() => {
        onPoint(true);
      }}
      onBlur={() => {
        onPoint(false);
      }}
    >
      <SampleTile sample={neighbor.sample} label={neighbor.label} name={neighbor.labelName} size={size} />
      <span className="card-text">
        {neighbor.same ? "" : "≠ "}
        {neighbor.labelName || neighbor.sample}
      </span>
      {neighbor.isNew && <span className="badge">new</span>}
    </button>
  );
});
