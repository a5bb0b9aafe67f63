/** Pins a map to the row of its layer, so that the row has those maps alone that are pinned to it. */
import { observer } from "mobx-react-lite";
import type { Unit } from "../ChoicesStore.ts";
import type { PlacedLayer } from "../layers.ts";
import { useInside } from "../useInside.ts";

export const PinButton = observer(function PinButton({ unit: { layer, map } }: { unit: Unit }) {
  const { layout } = useInside();
  return (
    <button
      type="button"
      className="button small quiet pin"
      aria-pressed={layout.pinnedTo(layer).includes(map)}
      title="The row of a layer has the maps alone that are pinned to it."
      onClick={() => {
        layout.pin(layer, map);
      }}
    >
      Pin to its row
    </button>
  );
});

export const UnpinButton = observer(function UnpinButton({ layer }: { layer: PlacedLayer }) {
  const { layout } = useInside();
  const { length } = layout.pinnedTo(layer);
  if (length === 0) return null;
  return (
    <button
      type="button"
      className="link"
      onClick={() => {
        layout.unpin(layer);
      }}
    >
      {`Unpin ${length}`}
    </button>
  );
});
