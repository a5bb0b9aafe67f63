/** One layer: its maps in a row, or all of them page by page where it is open. */
import { observer } from "mobx-react-lite";
import { useEffect, useId, useRef } from "react";
import { usePage } from "../page/usePage.ts";
import { NextIcon, PreviousIcon } from "../ui/icons.tsx";
import { Select } from "../ui/Select.tsx";
import { Cells } from "./Cells.tsx";
import { SCALES } from "./ChoicesStore.ts";
import type { ScaleName } from "./ChoicesStore.ts";
import { differenceRange, endsOf, gradientOf } from "./colors.ts";
import type { Range } from "./colors.ts";
import type { InsideStore } from "./InsideStore.ts";
import { nameOfLayer, sizeInWords, sizeOfLayer, unitsOf } from "./layers.ts";
import type { PlacedLayer } from "./layers.ts";
import { UnpinButton } from "./layout/PinButton.tsx";
import type { Look } from "./LooksStore.ts";
import { MapCanvas } from "./MapCanvas.tsx";
import { valueText } from "./numbers.ts";
import { differenceOf, mapPicture, vectorPicture } from "./pictures.ts";
import { useInside } from "./useInside.ts";

export const LayerRow = observer(function LayerRow({ layer }: { layer: PlacedLayer }) {
  const inside = useInside();
  const { choices, looks } = inside;
  const row = useRef<HTMLLIElement>(null);
  const title = useId();
  useEffect(() => followSight(row.current, inside, layer), [inside, layer]);
  const isOpen = choices.open?.number === layer.number;
  const { look } = looks;
  return (
    <li ref={row} className="layer-row" data-open={isOpen} data-kind={layer.kind} aria-labelledby={title}>
      <div className="layer-head">
        <button
          type="button"
          className="layer-title"
          id={title}
          aria-expanded={isOpen}
          title={isOpen ? "Close" : "Show all maps large"}
          onClick={() => {
            choices.toggle(layer);
          }}
        >
          <strong>{nameOfLayer(layer)}</strong>
          <span>{`${layer.kind}, ${sizeOfLayer(layer)}`}</span>
        </button>
        {look !== null && <ScaleBars layer={layer} />}
        {isOpen && <ScaleChoice layer={layer} />}
        <UnpinButton layer={layer} />
        {isOpen && choices.pages > 1 && <Pager />}
      </div>
      {look === null ? (
        looks.busy && <div className="layer-maps bone" />
      ) : layer.isVector ? (
        <VectorCells layer={layer} look={look} isOpen={isOpen} />
      ) : (
        <Maps layer={layer} look={look} isOpen={isOpen} />
      )}
    </li>
  );
});

const Maps = observer(function Maps({ layer, look, isOpen }: { layer: PlacedLayer; look: Look; isOpen: boolean }) {
  const inside = useInside();
  const maps = inside.shownOf(layer, isOpen);
  const pinned = inside.layout.pinnedTo(layer).length;
  const units = unitsOf(look.summary, layer);
  const brightest = units.indexOf(Math.max(...units));
  return (
    <div className="layer-maps" data-layer={layer.number} data-wraps={inside.layout.rows > 1 || pinned > 0}>
      {maps.map((map) => (
        <OneMap key={map} layer={layer} map={map} look={look} />
      ))}
      {!isOpen && layer.count > maps.length && <More layer={layer} hidden={layer.count - maps.length} />}
      <p className="visually-hidden">
        {`${nameOfLayer(layer)}: ${sizeInWords(layer)}; map ${brightest} is the brightest`}
      </p>
    </div>
  );
});

const More = observer(function More({ layer, hidden }: { layer: PlacedLayer; hidden: number }) {
  const { choices } = useInside();
  return (
    <button
      type="button"
      className="layer-more"
      title={`Show all ${layer.count}`}
      onClick={() => {
        choices.toggle(layer);
      }}
    >{`+${hidden}`}</button>
  );
});

const OneMap = observer(function OneMap({ layer, map, look }: { layer: PlacedLayer; map: number; look: Look }) {
  const inside = useInside();
  const { choices, looks } = inside;
  const { unit } = choices;
  const picture = mapPicture(inside, look, layer, map);
  const before = looks.other === null ? null : mapPicture(inside, looks.other, layer, map);
  const range = inside.rangeOf(layer);
  const scale = choices.scaleOf(layer);
  return (
    <button
      type="button"
      className="one-map"
      aria-pressed={unit?.layer.number === layer.number && unit.map === map}
      aria-label={`Map ${map} of ${nameOfLayer(layer)}`}
      title={`Map ${map}, mean ${valueText(unitsOf(look.summary, layer)[map] ?? 0)}`}
      onClick={() => {
        choices.chooseUnit(layer, map);
      }}
    >
      <MapCanvas picture={picture} scale={scale} range={range} />
      {looks.other !== null && (
        <>
          <MapCanvas picture={before} scale={scale} range={range} />
          <MapCanvas picture={differenceOf(picture, before)} scale="diverging" range={differenceRange(range)} />
        </>
      )}
    </button>
  );
});

/** How many cells of a vector stand in a row. */
function columnsOf({ count }: PlacedLayer, isOpen: boolean): number {
  return Math.min(count, isOpen ? 32 : 80);
}

/** A vector as cells. */
const VectorCells = observer(function VectorCells({
  layer,
  look,
  isOpen,
}: {
  layer: PlacedLayer;
  look: Look;
  isOpen: boolean;
}) {
  const inside = useInside();
  const { choices, looks } = inside;
  const columns = columnsOf(layer, isOpen);
  const order = inside.orderOf(layer);
  const picture = vectorPicture(look, layer, order, columns);
  const before = looks.other === null ? null : vectorPicture(looks.other, layer, order, columns);
  const [range, scale] = [inside.rangeOf(layer), choices.scaleOf(layer)];
  const units = unitsOf(look.summary, layer);
  return (
    <div className="layer-vectors" data-layer={layer.number} style={{ "--columns": columns, "--rows": picture.height }}>
      <Cells layer={layer} order={order} columns={columns} picture={picture} scale={scale} range={range} />
      {before !== null && (
        <>
          <MapCanvas picture={before} scale={scale} range={range} />
          <MapCanvas picture={differenceOf(picture, before)} scale="diverging" range={differenceRange(range)} />
        </>
      )}
      <p className="visually-hidden">
        {`${nameOfLayer(layer)}: ${sizeInWords(layer)}; unit ${units.indexOf(Math.max(...units))} is the highest`}
      </p>
    </div>
  );
});

/** The colors of a layer's values, with the ends printed: the same at all epochs. */
const ScaleBars = observer(function ScaleBars({ layer }: { layer: PlacedLayer }) {
  const inside = useInside();
  const { timeline } = usePage();
  const range = inside.rangeOf(layer);
  return (
    <span className="scale-bars">
      <ScaleBar
        title={timeline.say("Values of this layer, over the epochs seen so far")}
        scale={inside.choices.scaleOf(layer)}
        range={range}
      />
      {inside.looks.other !== null && (
        <ScaleBar title="Differences, and what is beyond" scale="diverging" range={differenceRange(range)} />
      )}
    </span>
  );
});

const ScaleBar = observer(function ScaleBar({
  title,
  scale,
  range,
}: {
  title: string;
  scale: ScaleName;
  range: Range;
}) {
  const theme = usePage().theme.resolved;
  const [low, high] = endsOf(scale, range);
  return (
    <span className="scale-bar" title={title}>
      <span>{valueText(low)}</span>
      <i style={{ backgroundImage: gradientOf(scale, theme) }} />
      <span>{valueText(high)}</span>
    </span>
  );
});

const ScaleChoice = observer(function ScaleChoice({ layer }: { layer: PlacedLayer }) {
  const { choices } = useInside();
  return (
    <Select
      label="Colors"
      className="beside"
      value={choices.scaleOf(layer)}
      onChoose={(text) => {
        const scale = SCALES.find((one) => one === text);
        if (scale !== undefined) choices.chooseScale(layer, scale);
      }}
    >
      {SCALES.map((scale) => (
        <option key={scale} value={scale}>
          {scale}
        </option>
      ))}
    </Select>
  );
});

const Pager = observer(function Pager() {
  const { choices } = useInside();
  const { page, pages } = choices;
  return (
    <div className="pager">
      <button
        type="button"
        className="round small"
        aria-label="Previous maps"
        disabled={page === 0}
        onClick={() => {
          choices.turnTo(page - 1);
        }}
      >
        <PreviousIcon />
      </button>
      <span>{`${page + 1}/${pages}`}</span>
      <button
        type="button"
        className="round small"
        aria-label="More maps"
        disabled={page === pages - 1}
        onClick={() => {
          choices.turnTo(page + 1);
        }}
      >
        <NextIcon />
      </button>
    </div>
  );
});

/** Tell the store whether the row is in sight: only then are its maps requested. */
function followSight(row: Element | null, inside: InsideStore, layer: PlacedLayer): () => void {
  if (row === null) return () => undefined;
  const watcher = new IntersectionObserver(
    ([entry]) => {
      inside.see(layer, entry?.isIntersecting ?? false);
    },
    { rootMargin: "200px" },
  );
  watcher.observe(row);
  return () => {
    watcher.disconnect();
    inside.see(layer, false);
  };
}
