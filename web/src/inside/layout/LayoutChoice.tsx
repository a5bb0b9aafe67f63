/** Chooses which layers are on screen, and how many rows of maps each has. */
import { observer } from "mobx-react-lite";
import { count } from "../../ui/format.ts";
import { Select } from "../../ui/Select.tsx";
import { nameOfLayer } from "../layers.ts";
import type { PlacedLayer } from "../layers.ts";
import { useInside } from "../useInside.ts";
import { ROWS } from "./LayoutStore.ts";
import "./layout.css";

export const LayoutChoice = observer(function LayoutChoice() {
  const { layout, network } = useInside();
  const { layers } = network;
  const shown = layers.filter((layer) => layout.shows(layer)).length;
  return (
    <details className="layout-choice">
      <summary>{layout.isPart ? `${count(shown)} of ${count(layers.length)} layers` : "Layers and rows"}</summary>
      <fieldset>
        <legend className="visually-hidden">Layers on screen</legend>
        <div className="layout-layers">
          {layers.map((layer) => (
            <OneLayer key={layer.number} layer={layer} />
          ))}
        </div>
        <div className="layout-all">
          <div className="actions">
            <button
              type="button"
              onClick={() => {
                layout.showAll();
              }}
            >
              All
            </button>
            <button
              type="button"
              onClick={() => {
                layout.showNone();
              }}
            >
              None
            </button>
          </div>
          <Select
            label="Rows of maps"
            className="beside"
            value={layout.rows}
            onChoose={(rows) => {
              layout.showRows(Number(rows));
            }}
          >
            {ROWS.map((rows) => (
              <option key={rows} value={rows}>
                {rows}
              </option>
            ))}
          </Select>
        </div>
      </fieldset>
    </details>
  );
});

const OneLayer = observer(function OneLayer({ layer }: { layer: PlacedLayer }) {
  const { layout, network } = useInside();
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={layout.shows(layer)}
        onChange={() => {
          layout.toggle(layer, network.layers);
        }}
      />{" "}
      {nameOfLayer(layer)}
    </label>
  );
});
