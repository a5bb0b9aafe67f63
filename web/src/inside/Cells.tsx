/** Units of a layer as cells in rows; a click chooses one. The fields of the unit choose it by keyboard. */
import { observer } from "mobx-react-lite";
import type { PointerEvent } from "react";
import type { ScaleName } from "./ChoicesStore.ts";
import type { Picture, Range } from "./colors.ts";
import type { PlacedLayer } from "./layers.ts";
import { MapCanvas } from "./MapCanvas.tsx";
import { useInside } from "./useInside.ts";

interface CellsProps {
  readonly layer: PlacedLayer;
  /** The units, in the order of the cells. */
  readonly order: readonly number[];
  readonly columns: number;
  readonly picture: Picture;
  readonly scale: ScaleName;
  readonly range: Range;
}

export const Cells = observer(function Cells({ layer, order, columns, picture, scale, range }: CellsProps) {
  const { choices } = useInside();
  const choose = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.min(columns - 1, Math.floor(((event.clientX - box.left) / box.width) * columns));
    const row = Math.floor(((event.clientY - box.top) / box.height) * picture.height);
    const unit = order[row * columns + column];
    if (unit !== undefined) choices.chooseUnit(layer, unit);
  };
  return (
    <div className="vector" style={{ "--columns": columns }} onPointerDown={choose}>
      <MapCanvas picture={picture} scale={scale} range={range} />
      <Marked layer={layer} order={order} columns={columns} rows={picture.height} />
    </div>
  );
});

/** The frame around the unit that is looked at closely. */
const Marked = observer(function Marked({
  layer,
  order,
  columns,
  rows,
}: {
  layer: PlacedLayer;
  order: readonly number[];
  columns: number;
  rows: number;
}) {
  const { unit } = useInside().choices;
  const at = unit?.layer.number === layer.number ? order.indexOf(unit.map) : -1;
  if (at < 0) return null;
  const style = { "--column": (at % columns) / columns, "--row": Math.floor(at / columns) / rows };
  return <i className="marked" style={style} />;
});
