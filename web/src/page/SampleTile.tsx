/** A sample in a list: its image, and the handlers that ring it in the plot. */
import { observer } from "mobx-react-lite";
import { Thumbnail } from "../ui/Thumbnail.tsx";
import type { HoverStore } from "./HoverStore.ts";
import { usePage } from "./usePage.ts";

interface SampleTileProps {
  readonly sample: number;
  readonly label: number;
  /** Stands in a frame of the label's color where the run has no images. */
  readonly name: string;
  /** Of the longer side, in CSS pixels. */
  readonly size: number;
}

export const SampleTile = observer(function SampleTile({ sample, label, name, size }: SampleTileProps) {
  const { classes, tileOf } = usePage();
  const tile = tileOf(sample);
  if (tile !== null) return <Thumbnail tile={tile} size={size} />;
  return (
    <span className="tile" style={{ "--color": classes.colorOf(label) }}>
      {name}
    </span>
  );
});

/** Return the handlers of an element that rings a sample in the plot while it has the pointer or the focus. */
export function ringHandlers(hover: HoverStore, sample: number) {
  const ring = () => {
    hover.ring(sample);
  };
  const unring = () => {
    hover.ring(null);
  };
  return { onPointerEnter: ring, onPointerLeave: unring, onFocus: ring, onBlur: unring };
}
