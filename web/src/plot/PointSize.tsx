/** A button beside the plot that opens a slider for the size of points. */
import { observer } from "mobx-react-lite";
import { useId } from "react";
import { usePage } from "../page/usePage.ts";
import { POINT_SIZES } from "../page/ViewStore.ts";
import { PointSizeIcon } from "../ui/icons.tsx";

const GAP = 8;

export function PointSize() {
  const id = useId();
  return (
    <>
      <button type="button" aria-label="Point size" title="Point size" popoverTarget={id}>
        <PointSizeIcon />
      </button>
      <div
        id={id}
        popover="auto"
        className="point-size"
        onBeforeToggle={({ newState, currentTarget }) => {
          const opener = currentTarget.previousElementSibling;
          if (newState === "open" && opener !== null) placeLeftOf(currentTarget, opener);
        }}
      >
        <Slider />
      </div>
    </>
  );
}

const Slider = observer(function Slider() {
  const { view } = usePage();
  const { least, most, step } = POINT_SIZES;
  return (
    <label>
      Point size
      <input
        type="range"
        min={least}
        max={most}
        step={step}
        value={view.pointSize}
        style={{ "--filled": (view.pointSize - least) / (most - least) }}
        onChange={(event) => {
          view.resizePoints(Number(event.target.value));
        }}
      />
      <output>{`${view.pointSize.toFixed(1)}×`}</output>
    </label>
  );
});

/** A popover lies above the page and knows nothing of its button. */
function placeLeftOf(popover: HTMLElement, button: Element): void {
  const { left, top, height } = button.getBoundingClientRect();
  Object.assign(popover.style, {
    top: `${top + height / 2}px`,
    right: `${document.documentElement.clientWidth - left + GAP}px`,
  });
}
