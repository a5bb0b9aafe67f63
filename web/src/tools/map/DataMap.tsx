/** The samples by mean confidence in their label and its variability, up to the epoch shown. */
import { observer } from "mobx-react-lite";
import { useEffect, useLayoutEffect, useRef } from "react";
import { measureText } from "../../numbers/names.ts";
import type { Page } from "../../page/Page.ts";
import { clickPicking } from "../../page/picking.ts";
import { usePage } from "../../page/usePage.ts";
import { placeAbove } from "../../ui/placeBeside.ts";
import { Thumbnail } from "../../ui/Thumbnail.tsx";
import { count, percent } from "../../ui/format.ts";
import { useTool } from "../useTool.ts";
import { mountDataMap } from "./connectDataMap.ts";
import { DataMapStore, REGIONS } from "./DataMapStore.ts";
import type { Region } from "./DataMapStore.ts";

const REGION_LABELS: Record<Region, string> = { hard: "hard to learn", ambiguous: "ambiguous", easy: "easy to learn" };
const ACROSS = ["0%", "10%", "20%", "30%", "40%", "50%"];
const UP = ["0%", "25%", "50%", "75%", "100%"];
const TILE_SIZE = 48;

export const DataMap = observer(function DataMap() {
  const dataMap = useTool(DataMapStore);
  const { dynamics, timeline } = usePage();
  useEffect(() => {
    dataMap.requestDynamics();
  }, [dataMap]);
  if (dataMap.table === null)
    return (
      <p className="hint">
        {dynamics.status === "failed" ? "Couldn’t load the training dynamics." : "Loading the training dynamics…"}
      </p>
    );
  return (
    <>
      <p className="hint">
        The mean probability of each sample’s label over the training {timeline.say("epochs")} so far, and its
        variability (Swayamdipta et al. 2020). Low confidence with low variability often means a wrong label.
      </p>
      <Plot />
      <RegionButtons />
      <p className="hint">
        Drag a rectangle to select samples, or click one; hold Shift to add, Alt to remove. Double-click to open. Each
        region holds a third of the samples: most confident, least confident, most variable.
      </p>
    </>
  );
});

const Plot = observer(function Plot() {
  const dataMap = useTool(DataMapStore);
  const page = usePage();
  const area = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(
    () =>
      area.current === null || canvas.current === null
        ? undefined
        : mountDataMap(area.current, canvas.current, page, dataMap),
    [page, dataMap],
  );
  return (
    <div className="data-map">
      <div ref={area} className="map-area" data-testid="data-map">
        {ACROSS.map((text, index) => (
          <i key={text} className="axis-line" style={{ "--across": index / (ACROSS.length - 1) }}>
            <span>{text}</span>
          </i>
        ))}
        {UP.map((text, index) => (
          <i key={text} className="axis-line level" style={{ "--up": index / (UP.length - 1) }}>
            <span>{text}</span>
          </i>
        ))}
        <i className="map-reach" />
        {REGIONS.map((region) => (
          <span key={region} className="map-region" data-region={region}>
            {REGION_LABELS[region]}
          </span>
        ))}
        <canvas ref={canvas} role="img" aria-label={mapLabel(dataMap, page)} />
        <MapCard />
      </div>
      <span className="map-title">Variability</span>
      <span className="map-title level">Confidence in the label</span>
    </div>
  );
});

function mapLabel({ means }: DataMapStore, { drawing, selection, timeline }: Page): string {
  if (means === null) return "Data map without samples";
  const selected = selection.empty ? "" : `, ${count(drawing.selected.length)} of them selected`;
  return `Data map of ${count(drawing.shown.length)} samples up to ${timeline.say("epoch")} ${timeline.epoch ?? 0}${selected}: confidence in the label is ${percent(means.confidence, 0)} on average, variability ${percent(means.variability, 0)}`;
}

const MapCard = observer(function MapCard() {
  const dataMap = useTool(DataMapStore);
  const { card, measures, tileOf, timeline } = usePage();
  const element = useRef<HTMLDivElement>(null);
  const { hovered } = dataMap;
  useLayoutEffect(() => {
    if (element.current !== null && hovered !== null) placeAbove(element.current, hovered);
  });
  if (hovered === null) return null;
  const { labelName, predicted, predictedName, right } = card.cardOf(hovered.sample);
  const tile = tileOf(hovered.sample);
  const numbers = (["label_confidence", "variability"] as const).map((measure) =>
    measureText(measure, measures.valuesAt(measure, timeline.epoch)?.[hovered.sample] ?? NaN),
  );
  return (
    <div ref={element} className="hover-card map-card" data-testid="map-card">
      {tile !== null && <Thumbnail tile={tile} size={TILE_SIZE} />}
      <div>
        <p className="hover-title">Sample {hovered.sample}</p>
        <p>{right || predicted === null ? labelName : `${labelName} → ${predictedName}`}</p>
        <p className="hover-note">{numbers.join(" ± ")}</p>
      </div>
    </div>
  );
});

const RegionButtons = observer(function RegionButtons() {
  const dataMap = useTool(DataMapStore);
  return (
    <div className="chips">
      {REGIONS.map((region) => {
        const size = dataMap.sizeOf(region);
        return (
          <button
            key={region}
            type="button"
            disabled={size === 0}
            onClick={(event) => {
              dataMap.select(region, clickPicking(event));
            }}
          >{`Select ${region} (${count(size)})`}</button>
        );
      })}
    </div>
  );
});
