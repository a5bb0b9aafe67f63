/** All layers of the network, in the order of the forward pass, with what each makes of the input. */
import { observer } from "mobx-react-lite";
import { useEffect, useRef } from "react";
import { usePage } from "../page/usePage.ts";
import { Select } from "../ui/Select.tsx";
import { ORDERS } from "./ChoicesStore.ts";
import type { Order } from "./ChoicesStore.ts";
import type { InsideStore } from "./InsideStore.ts";
import { nameOfLayer } from "./layers.ts";
import { LayoutChoice } from "./layout/LayoutChoice.tsx";
import { LayerRow } from "./LayerRow.tsx";
import { NeuronsButton, NeuronsPart } from "./neurons/NeuronsPart.tsx";
import { PlayedButton, PlayedPart } from "./played/PlayedPart.tsx";
import { useInside } from "./useInside.ts";

/** CSS pixels of a map in a row, with the gap after it. */
const MAP_WIDTH = 48;

const ORDER_NAMES: Record<Order, string> = {
  position: "Position",
  activation: "Activation",
  change: "Change since the epoch before",
  weight: "Weight to the predicted class",
};

export const NetworkPane = observer(function NetworkPane() {
  const inside = useInside();
  const { choices, layout, looks, network } = inside;
  const { look, other } = looks;
  const shown = network.layers.filter((layer) => layout.shows(layer));
  const { timeline } = usePage();
  const layers = useRef<HTMLOListElement>(null);
  useEffect(() => followWidth(layers.current, inside), [inside]);
  return (
    <section className="inside-pane inside-network" aria-label="Through the network">
      <div className="network-head">
        <h2>Through the network</h2>
        {look !== null && <p className="hint">{`${look.name} at ${timeline.say(`epoch ${look.epoch}`)}`}</p>}
        {inside.wanted === null && network.network !== null && <p className="hint">nothing to look at yet</p>}
        <NeuronsButton />
        <PlayedButton />
        <Select
          label="Sort maps by"
          className="beside"
          value={choices.order}
          onChoose={(text) => {
            const order = ORDERS.find((one) => one === text);
            if (order !== undefined) choices.sortBy(order);
          }}
        >
          {ORDERS.map((order) => (
            <option key={order} value={order}>
              {timeline.say(ORDER_NAMES[order])}
            </option>
          ))}
        </Select>
        {network.layers.length > 0 && <LayoutChoice />}
      </div>
      {choices.order === "weight" && <WeighingLayers />}
      {look !== null && other !== null && (
        <ol className="network-legend" aria-label="From top to bottom in every map">
          <li>{`${look.name}, ${timeline.say(`epoch ${look.epoch}`)}`}</li>
          <li>{`${other.name}, ${timeline.say(`epoch ${other.epoch}`)}`}</li>
          <li>the first minus the second: red is more, blue is less</li>
        </ol>
      )}
      <NeuronsPart />
      <PlayedPart />
      <ol ref={layers} className="layers" aria-busy={looks.busy}>
        {shown.map((layer) => (
          <LayerRow key={layer.number} layer={layer} />
        ))}
      </ol>
      {network.layers.length > 0 && shown.length === 0 && <p className="hint">No layer is chosen.</p>}
    </section>
  );
});

/** Which layers that order means something for. */
const WeighingLayers = observer(function WeighingLayers() {
  const { network } = useInside();
  const names = network.layers.filter(({ weighs }) => weighs).map(nameOfLayer);
  return (
    <p className="hint">
      {names.length === 0
        ? "No layer of this network is all that the last dense layer is given."
        : `Sorted: ${names.join(", ")}. Only what the last dense layer is given has a weight to each class.`}
    </p>
  );
});

/** Keep as many maps in a row as there is room for, with one more place for the number of the others. */
function followWidth(layers: Element | null, inside: InsideStore): () => void {
  if (layers === null) return () => undefined;
  const watcher = new ResizeObserver(() => {
    inside.fit(Math.max(1, Math.floor(layers.clientWidth / MAP_WIDTH) - 1));
  });
  watcher.observe(layers);
  return () => {
    watcher.disconnect();
  };
}
