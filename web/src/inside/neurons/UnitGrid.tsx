/** Units as cells of a canvas, row by row in an order, with the mean of each row at the right. */
import { observer } from "mobx-react-lite";
import { Cells } from "../Cells.tsx";
import type { ScaleName } from "../ChoicesStore.ts";
import type { Range } from "../colors.ts";
import type { PlacedLayer } from "../layers.ts";
import { MapCanvas } from "../MapCanvas.tsx";
import { valueText } from "../numbers.ts";
import { cellsOf } from "../pictures.ts";
import { rowMeans } from "./neurons.ts";

interface Props {
  readonly layer: PlacedLayer;
  /** The units, in the order of the cells. */
  readonly order: readonly number[];
  /** Of all units, by their number. */
  readonly values: Float32Array;
  readonly scale: ScaleName;
  readonly range: Range;
}

const COLUMNS = 32;

export const UnitGrid = observer(function UnitGrid({ layer, order, values, scale, range }: Props) {
  const picture = cellsOf(values, order, COLUMNS);
  const means = rowMeans(picture.values, COLUMNS);
  return (
    <div className="unit-grid" style={{ "--rows": picture.height }}>
      <Cells layer={layer} order={order} columns={COLUMNS} picture={picture} scale={scale} range={range} />
      <MapCanvas picture={{ values: means, height: means.length, width: 1 }} scale={scale} range={range} />
      <ol aria-label="Means of the rows">
        {Array.from(means, (mean, row) => (
          <li key={row}>{valueText(mean)}</li>
        ))}
      </ol>
    </div>
  );
});
