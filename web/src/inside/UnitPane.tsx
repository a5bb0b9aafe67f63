/** One map or unit closely: large with its numbers, over the input, and over the epochs. */
import { observer } from "mobx-react-lite";
import { useState } from "react";
import { usePage } from "../page/usePage.ts";
import type { Unit } from "./ChoicesStore.ts";
import { differenceRange } from "./colors.ts";
import { nameOfLayer, unitsOf } from "./layers.ts";
import { PinButton } from "./layout/PinButton.tsx";
import type { Look } from "./LooksStore.ts";
import { MapCanvas } from "./MapCanvas.tsx";
import { valueText } from "./numbers.ts";
import { differenceOf, mapPicture } from "./pictures.ts";
import { PixelCanvas } from "./PixelCanvas.tsx";
import { Stepper } from "./Stepper.tsx";
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
  return (
    <div className="unit-choice">
      <h2>{nameOfLayer(layer)}</h2>
      <Stepper
        what={layer.isVector ? "unit" : "map"}
        value={map}
        count={layer.count}
        previous={map === 0 ? null : map - 1}
        next={map === layer.count - 1 ? null : map + 1}
        onChoose={(wanted) => {
          choices.chooseUnit(layer, wanted);
        }}
      />
      {!layer.isVector && <PinButton unit={{ layer, map }} />}
    </div>
  );
});

const Large = observer(function Large({ unit, look }: { unit: Unit; look: Look }) {
  const { other } = useInside().looks;
  const { timeline } = usePage();
  const { layer, map } = unit;
  const valueIn = ({ summary }: Look) => unitsOf(summary, layer)[map] ?? 0;
  if (!layer.isVector) return <LargeMap unit={unit} look={look} other={other} />;
  return (
    <div>
      <p className="unit-value">{valueText(valueIn(look))}</p>
      {other !== null && (
        <p className="hint">{comparedText(valueIn(look), valueIn(other), placeOf(other, timeline.unit))}</p>
      )}
    </div>
  );
});

const LargeMap = observer(function LargeMap({
  unit: { layer, map },
  look,
  other,
}: {
  unit: Unit;
  look: Look;
  other: Look | null;
}) {
  const inside = useInside();
  const { timeline } = usePage();
  const [pointed, setPointed] = useState<number | null>(null);
  const [isOver, setOver] = useState(false);
  const { choices, network } = inside;
  const picture = mapPicture(inside, look, layer, map);
  const before = other === null ? null : mapPicture(inside, other, layer, map);
  const painting = { scale: choices.scaleOf(layer), range: inside.rangeOf(layer), onPoint: setPointed };
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
        <MapCanvas picture={picture} {...painting} />
      </div>
      {other !== null && (
        <ol className="unit-compared" aria-label="Compared with">
          <li>
            <MapCanvas picture={before} {...painting} />
            <span>{placeOf(other, timeline.unit)}</span>
          </li>
          <li>
            <MapCanvas
              picture={differenceOf(picture, before)}
              {...painting}
              scale="diverging"
              range={differenceRange(painting.range)}
            />
            <span>difference</span>
          </li>
        </ol>
      )}
      <figcaption aria-live="off">
        {pointed === null
          ? `mean ${valueText(unitsOf(look.summary, layer)[map] ?? 0)}. Point at a pixel for its value.`
          : `row ${Math.floor(pointed / layer.width)}, column ${pointed % layer.width}: ${valueText(picture?.values[pointed] ?? 0)}`}
        {pointed !== null && other !== null && before !== null && (
          <span>
            {comparedText(picture?.values[pointed] ?? 0, before.values[pointed] ?? 0, placeOf(other, timeline.unit))}
          </span>
        )}
      </figcaption>
    </figure>
  );
});

function placeOf({ name, epoch }: Look, counted: string): string {
  return `${name}, ${counted} ${epoch}`;
}

/** "0.31 in the example, epoch 3: 0.2 more here" */
function comparedText(value: number, other: number, place: string): string {
  const difference = value - other;
  return `${valueText(other)} in ${place}: ${valueText(Math.abs(difference))} ${difference < 0 ? "less" : "more"} here`;
}
