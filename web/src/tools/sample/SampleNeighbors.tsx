/** The nearest samples in the layer's own space at the epoch shown, and how they differ from those at the epoch before. */
import { observer } from "mobx-react-lite";
import { useEffect, useState } from "react";
import type { NeighborSet } from "../../api/manifest.ts";
import { usePage } from "../../page/usePage.ts";
import { Thumbnail } from "../../ui/Thumbnail.tsx";
import { useTool } from "../useTool.ts";
import type { Neighbor } from "./NeighborhoodStore.ts";
import { BlockBone, SamplePart } from "./SamplePart.tsx";
import { SampleTool } from "./SampleTool.ts";

const TILE = 48,
  SMALL_TILE = 32;

export const SampleNeighbors = observer(function SampleNeighbors() {
  const { neighborhood } = useTool(SampleTool);
  const { projection } = usePage();
  return (
    <SamplePart title={`Nearest in layer ${projection.layer ?? ""}`}>
      {neighborhood.neighbors === null ? <NoNeighbors /> : <Neighbors />}
    </SamplePart>
  );
});

const NoNeighbors = observer(function NoNeighbors() {
  const { neighborhood } = useTool(SampleTool);
  const { projection, run, timeline } = usePage();
  const { kept } = neighborhood;
  if (kept === null && run.manifest?.compact === true)
    return <p className="hint">{keptWords(run.manifest.neighbors)}</p>;
  if (kept === null) {
    return (
      <p className="hint">
        No neighbors are kept of this layer. In the folder of the store:{" "}
        <code>
          epochscope project {run.name} <span className="option">--layers</span> {projection.layer}
        </code>
      </p>
    );
  }
  if (timeline.epoch !== null && !kept.epochs.includes(timeline.epoch))
    return <p className="hint">No neighbors are kept of this epoch.</p>;
  return <BlockBone of="tiles" words="Loading neighbors" />;
});

function keptWords(neighbors: readonly NeighborSet[]): string {
  const layers = neighbors.map((set) => set.layer);
  return layers.length === 0
    ? "This copy of the run keeps no neighbors."
    : `This copy of the run keeps neighbors of ${layers.join(", ")} alone.`;
}

const Neighbors = observer(function Neighbors() {
  const {
    neighborhood: { change, gone, missing, neighbors, same },
  } = useTool(SampleTool);
  const { inspected, selection } = usePage();
  if (neighbors === null) return null;
  const k = neighbors.length;
  if (k === 0) return <p className="hint">None of its {missing} nearest samples were exported.</p>;
  const all = [...(inspected.number === null ? [] : [inspected.number]), ...neighbors.map((one) => one.sample)];
  return (
    <>
      <p className="sample-sentence">
        {same} of {k} have its label
        {change !== null && (
          <>
            , {change.came.size} of {k} changed since epoch {change.since}
          </>
        )}
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
          onClick={() => {
            selection.pick(all);
          }}
        >{`Select it and its ${k} neighbors`}</button>
      </div>
      {change !== null && gone.length > 0 && (
        <>
          <p className="hint">Gone since epoch {change.since}</p>
          <Tiles label={`Gone since epoch ${change.since}`} neighbors={gone} size={SMALL_TILE} />
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
  // While the epochs play, another sample comes to lie under the pointer.
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
      {neighbors.map((neighbor, place) => (
        <li key={place}>
          <NeighborTile
            neighbor={neighbor}
            size={size}
            onPoint={(here) => {
              setPointed(here ? place : null);
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
  const { classes, inspected, tileOf } = usePage();
  const tile = tileOf(neighbor.sample);
  const since = neighbor.isNew && neighborhood.change !== null ? `, new since epoch ${neighborhood.change.since}` : "";
  const words = `Neighbor ${neighbor.sample}: ${neighbor.labelName}${neighbor.same ? "" : ", another label"}${since}`;
  return (
    <button
      type="button"
      className="card neighbor"
      data-wrong={!neighbor.same}
      aria-label={words}
      title={`${words}. Click to look at it.`}
      onClick={() => {
        inspected.open(neighbor.sample);
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
      {tile === null ? (
        <span className="tile" style={{ "--color": classes.colorOf(neighbor.label) }}>
          {neighbor.labelName}
        </span>
      ) : (
        <Thumbnail tile={tile} size={size} />
      )}
      <span className="card-words">
        {neighbor.same ? "" : "≠ "}
        {neighbor.labelName}
      </span>
      {neighbor.isNew && <span className="badge">new</span>}
    </button>
  );
});
