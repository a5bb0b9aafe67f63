/** One map or unit closely: large with its numbers, over the input, and over the epochs. */
import { observer } from "mobx-react-lite";
import { useState } from "react";
import { NextIcon, PreviousIcon } from "../ui/icons.tsx";
import type { Unit } from "./ChoicesStore.ts";
import { nameOfLayer, unitsOf } from "./layers.ts";
import type { Look } from "./LooksStore.ts";
import { MapCanvas } from "./MapCanvas.tsx";
import { valueText } from "./numbers.ts";
import { mapPicture } from "./pictures.ts";
import { PixelCanvas } from "./PixelCanvas.tsx";
import { UnitSamples } from "./UnitSamples.tsx";
import { UnitWeights } from "./UnitWeights.tsx";
import { UnitFilm } from "./UnitFilm.tsx";
import { useInside } from "./useInside.ts";

export const UnitPane = observer(function UnitPane() {
  const { choices, looks } = useInside();
  const { unit } = choices;
  const { look } = looks;
  if (unit === null || look === null) return <section className="inside-pane inside-unit" aria-label="Map" />;
  return (
    <section className="inside-pane inside-unit" aria-label="Map">
      <UnitChoice unit={unit} />
      <Large unit={unit} look={look} />
      <UnitFilm unit={unit} look={look} />
      <UnitWeights unit={unit} />
      <UnitSamples unit={unit} />
    </section>
  );
});

const UnitChoice = observer(function UnitChoice({ unit: { layer, map } }: { unit: Unit }) {
  const { choices } = useInside();
  const what = layer.isVector ? "unit" : "map";
  const choose = (wanted: number) => {
    choices.chooseUnit(layer, Math.min(layer.count - 1, Math.max(0, wanted)));
  };
  return (
    <div className="unit-choice">
      <h2>{nameOfLayer(layer)}</h2>
      <button
        type="button"
        className="round small"
        aria-label={`Previous ${what}`}
        disabled={map === 0}
        onClick={() => {
          choose(map - 1);
        }}
      >
        <PreviousIcon />
      </button>
      <label>
        <span>{what}</span>
        <input
          className="number"
          type="number"
          min={0}
          max={layer.count - 1}
          value={map}
          onChange={({ target }) => {
            if (target.value !== "") choose(Math.round(target.valueAsNumber));
          }}
        />
        <span>{`of ${layer.count}`}</span>
      </label>
      <button
        type="button"
        className="round small"
        aria-label={`Next ${what}`}
        disabled={map === layer.count - 1}
        onClick={() => {
          choose(map + 1);
        }}
      >
        <NextIcon />
      </button>
    </div>
  );
});

const Large = observer(function Large({ unit: { layer, map }, look }: { unit: Unit; look: Look }) {
  const inside = useInside();
  const [pointed, setPointed] = useState<number | null>(null);
  const [isOver, setOver] = useState(false);
  const { choices, network } = inside;
  const picture = mapPicture(inside, look, layer, map);
  const mean = unitsOf(look.summary, layer)[map] ?? 0;
  if (layer.isVector) return <p className="unit-value">{valueText(mean)}</p>;
  const at = pointed === null ? null : `row ${Math.floor(pointed / layer.width)}, column ${pointed % layer.width}`;
  const { input } = network;
  return (
    <figure className="unit-large">
      <div className="segmented" role="group" aria-label="Show the map">
        {(["Map", "Over the input"] as const).map((name, number) => (
          <button
            key={name}
            type="button"
            aria-pressed={isOver === (number === 1)}
            onClick={() => {
              setOver(number === 1);
            }}
          >
            {name}
          </button>
        ))}
      </div>
      <div className="unit-stack" data-over={isOver}>
        {isOver && input !== null && <PixelCanvas pixels={look.sent.pixels} {...input} />}
        <MapCanvas
          picture={picture}
          scale={choices.scaleOf(layer)}
          range={inside.rangeOf(layer)}
          onPoint={setPointed}
        />
      </div>
      <figcaption aria-live="off">
        {at === null || pointed === null
          ? `mean ${valueText(mean)}. Point at a pixel for its value.`
          : `${at}: ${valueText(picture?.values[pointed] ?? 0)}`}
      </figcaption>
    </figure>
  );
});
