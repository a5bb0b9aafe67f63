/** Recorded samples played through the network: the controls, and the mean maps with the share of samples that excite each. */
import { observer } from "mobx-react-lite";
import type { ReactElement } from "react";
import { usePage } from "../../page/usePage.ts";
import { count, percent } from "../../ui/format.ts";
import { NextIcon, PauseIcon, PlayIcon, PreviousIcon } from "../../ui/icons.tsx";
import { Select } from "../../ui/Select.tsx";
import type { Range } from "../colors.ts";
import type { PlacedLayer } from "../layers.ts";
import { LayerSelect } from "../LayerSelect.tsx";
import { MapCanvas } from "../MapCanvas.tsx";
import { UnitGrid } from "../neurons/UnitGrid.tsx";
import { sortedBy } from "../neurons/neurons.ts";
import { useInside } from "../useInside.ts";
import { whyNot } from "../words.ts";
import { SPEEDS } from "./PlayedStore.ts";
import "./played.css";

/** Opens and closes it. */
export const PlayedButton = observer(function PlayedButton() {
  const { played } = useInside();
  return (
    <button
      type="button"
      className="button small quiet"
      aria-pressed={played.open}
      onClick={() => {
        played.toggle();
      }}
    >
      Play samples
    </button>
  );
});

export const PlayedPart = observer(function PlayedPart() {
  const { network, played } = useInside();
  const { layer } = played;
  if (layer === null) return null;
  return (
    <section className="played" aria-label="Samples played through">
      <h3>Samples played through</h3>
      {network.input?.samples === true ? <Player layer={layer} /> : <p className="hint">{whyNot("sample")}</p>}
    </section>
  );
});

const Player = observer(function Player({ layer }: { layer: PlacedLayer }) {
  const { network, played } = useInside();
  return (
    <>
      <div className="played-head">
        <SetChoice />
        <Buttons />
        <Select
          label="A second"
          className="beside"
          value={played.speed}
          onChoose={(speed) => {
            played.chooseSpeed(Number(speed));
          }}
        >
          {SPEEDS.map((speed) => (
            <option key={speed}>{speed}</option>
          ))}
        </Select>
        <LayerSelect
          layers={network.layers}
          chosen={layer}
          onChoose={(number) => {
            played.chooseLayer(number);
          }}
        />
      </div>
      <p className="hint">
        {`Seen so far: ${count(played.seen)} of ${count(played.members.length)}. A sample excites a ${layer.isVector ? "unit" : "map"} where ` +
          `its ${layer.isVector ? "activation" : "mean"} is above 0 and above the mean of the whole layer.`}
      </p>
      {played.seen > 0 && (layer.isVector ? <SharesOfUnits layer={layer} /> : <MeanMaps layer={layer} />)}
    </>
  );
});

const SetChoice = observer(function SetChoice() {
  const { classes } = usePage();
  const { played } = useInside();
  const names: Record<string, string> = { all: "All", found: "Found by the search", selection: "Selected" };
  return (
    <Select
      label="Samples"
      className="beside"
      value={played.set}
      onChoose={(set) => {
        played.choose(set);
      }}
    >
      {!played.sets.has(played.set) && (
        <option value={played.set}>{`${names[played.set] ?? "Unknown class"} (none)`}</option>
      )}
      {[...played.sets].map(([set, { length }]) => (
        <option key={set} value={set}>
          {`${names[set] ?? classes.names[Number(set)] ?? set} (${count(length)})`}
        </option>
      ))}
    </Select>
  );
});

const Buttons = observer(function Buttons() {
  const { played } = useInside();
  const { playing, members } = played;
  const button = (name: string, icon: ReactElement, run: () => void, disabled = members.length === 0) => (
    <button type="button" className="round small" aria-label={name} title={name} disabled={disabled} onClick={run}>
      {icon}
    </button>
  );
  return (
    <div className="played-buttons">
      {button("One sample back", <PreviousIcon />, () => {
        played.back();
      })}
      {playing
        ? button("Pause the samples", <PauseIcon />, () => {
            played.pause();
          })
        : button("Play the samples", <PlayIcon />, () => {
            played.play();
          })}
      {button(
        "One sample on",
        <NextIcon />,
        () => {
          played.pause();
          played.step();
        },
        played.next === null,
      )}
      <button
        type="button"
        className="button small quiet"
        disabled={members.length === 0}
        onClick={() => {
          played.startOver();
        }}
      >
        Start over
      </button>
    </div>
  );
});

/** The maps that most samples excite come first. */
const MeanMaps = observer(function MeanMaps({ layer }: { layer: PlacedLayer }) {
  const { choices, played } = useInside();
  const { averaged, means, shares } = played;
  const { height, width } = layer;
  const values = means.flatMap((mean) => [...mean]);
  const range: Range = [Math.min(...values), Math.max(...values)];
  return (
    <>
      <ol className="played-maps" aria-label="Mean maps so far">
        {sortedBy(shares.subarray(0, averaged.length)).map((map) => (
          <li key={map}>
            <button
              type="button"
              className="one-map"
              aria-label={`Map ${map}, excited by ${percent(shares[map] ?? 0, 0)}`}
              title={`Map ${map}: its mean over the samples so far`}
              onClick={() => {
                choices.chooseUnit(layer, map);
              }}
            >
              <MapCanvas
                picture={{ values: means[map] ?? new Float32Array(height * width), height, width }}
                scale={choices.scaleOf(layer)}
                range={range}
              />
            </button>
            <span>{percent(shares[map] ?? 0, 0)}</span>
          </li>
        ))}
      </ol>
      {averaged.length < layer.count && (
        <p className="hint">{`The first ${averaged.length} of ${layer.count} maps are averaged.`}</p>
      )}
    </>
  );
});

const SharesOfUnits = observer(function SharesOfUnits({ layer }: { layer: PlacedLayer }) {
  const { played } = useInside();
  const { shares } = played;
  return <UnitGrid layer={layer} order={sortedBy(shares)} values={shares} scale="viridis" range={[0, 1]} />;
});
