/** The choice of one of some layers of the network. */
import { Select } from "../ui/Select.tsx";
import { nameOfLayer } from "./layers.ts";
import type { PlacedLayer } from "./layers.ts";

interface LayerSelectProps {
  readonly layers: readonly PlacedLayer[];
  readonly chosen: PlacedLayer;
  readonly onChoose: (number: number) => void;
}

export function LayerSelect({ layers, chosen, onChoose }: LayerSelectProps) {
  return (
    <Select
      label="Layer"
      className="beside"
      value={chosen.number}
      onChoose={(number) => {
        onChoose(Number(number));
      }}
    >
      {layers.map((one) => (
        <option key={one.number} value={one.number}>
          {nameOfLayer(one)}
        </option>
      ))}
    </Select>
  );
}
