/** A sample in a list: its image or its words, and what pointing at it, clicking it and opening it do. */
import { observer } from "mobx-react-lite";
import type { KeyboardEvent, MouseEvent } from "react";
import { Thumbnail } from "../ui/Thumbnail.tsx";
import type { HoverStore } from "./HoverStore.ts";
import type { Page } from "./Page.ts";
import { clickPicking, onSecondClick } from "./picking.ts";
import { usePage } from "./usePage.ts";
import { useText } from "./useText.ts";

interface SampleTileProps {
  readonly sample: number;
  readonly label: number;
  /** Stands in a frame of the label's color where the run has neither images nor texts. */
  readonly name: string;
  /** Of the longer side, in CSS pixels. */
  readonly size: number;
}

export const SampleTile = observer(function SampleTile({ sample, label, name, size }: SampleTileProps) {
  const { classes, texts, tileOf } = usePage();
  const [tile, text] = [tileOf(sample), useText(sample)];
  if (tile !== null) return <Thumbnail tile={tile} size={size} />;
  return (
    <span className="tile" data-words={texts !== null} style={{ "--color": classes.colorOf(label) }}>
      {texts === null ? name || sample : (text ?? "…")}
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

/** How a sample in a list can be used, for its tooltip. */
export function sampleHint({ inspected }: Pick<Page, "inspected">): string {
  const open = inspected.canOpen ? ", double-click or press Enter to open it" : "";
  return `Click to select it alone, Shift-click to add it${open}.`;
}

/** Return the handlers of a sample's button in a list: a click picks it, a double click or Enter opens it. */
export function sampleHandlers({ hover, inspected, selection }: Page, sample: number) {
  return {
    ...ringHandlers(hover, sample),
    onClick: (event: MouseEvent) => {
      selection.pick([sample], clickPicking(event));
      if (event.detail === 1 && inspected.canOpen)
        onSecondClick(() => {
          inspected.open(sample);
        });
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !inspected.canOpen || clickPicking(event) !== "replace") return;
      event.preventDefault();
      inspected.open(sample);
    },
  };
}
