/** The layers in the network's order, as stops of a line above the plot: depth, beside the timeline's time. */
import { observer } from "mobx-react-lite";
import { Fragment, useEffect, useId, useRef } from "react";
import type { PointerEvent } from "react";
import type { Layer } from "../api/manifest.ts";
import { usePage } from "../page/usePage.ts";
import { Note } from "../ui/Note.tsx";
import { count } from "../ui/format.ts";

/** CSS pixels of the next stop that stay in sight, so that dragging can go on to it. */
const LOOK_AHEAD = 56;

export const LayerRail = observer(function LayerRail() {
  const { projection, run, stage } = usePage();
  const { layer, layers } = projection;
  const stops = useRef<HTMLDivElement>(null);
  const title = useId();
  useEffect(() => {
    const rail = stops.current;
    const stop = rail?.querySelector("input:checked")?.parentElement;
    if (!rail || !stop) return;
    // It has to be found again after each change of the width.
    const observer = new ResizeObserver(() => {
      keepInSight(rail, stop);
    });
    observer.observe(rail);
    return () => {
      observer.disconnect();
    };
  }, [layer, layers.length]);
  // So that nothing jumps when the run is here.
  if (run.manifest === null) return stage.state === "loading" ? <div className="layer-rail" /> : null;
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 1 || !event.isPrimary) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const name = stopAt(event.currentTarget, event.clientX);
    if (name !== undefined && name !== layer) projection.showLayer(name);
  };
  return (
    <div className="layer-rail">
      <h2 id={title}>Layer</h2>
      <div
        ref={stops}
        className="stops"
        data-hint="layers"
        role="radiogroup"
        aria-labelledby={title}
        onPointerMove={drag}
      >
        {layers.map((one) => (
          <Stop key={one.name} layer={one} />
        ))}
      </div>
      <MissingLayers />
    </div>
  );
});

const Stop = observer(function Stop({ layer }: { layer: Layer & { readonly projected: boolean } }) {
  const { projection } = usePage();
  const { name, module, width, reduction, projected } = layer;
  const note = useId();
  const size = `${count(width)}-d`;
  return (
    <label
      className="stop"
      data-layer={name}
      data-disabled={!projected}
      title={projected ? `${name}: ${module}, ${size}, ${reduction}` : `${name}: not projected`}
    >
      <input
        type="radio"
        name="layer"
        value={name}
        aria-label={name}
        aria-describedby={projected ? note : `${note} layers-missing`}
        checked={projection.layer === name}
        disabled={!projected}
        onChange={() => {
          projection.showLayer(name);
        }}
      />
      <span className="layer-name">{name}</span>
      <span className="visually-hidden" id={note}>
        {projected ? size : "not projected"}
      </span>
    </label>
  );
});

/** Says how to get the projections that are missing. */
const MissingLayers = observer(function MissingLayers() {
  const { projection, run } = usePage();
  const missing = projection.layers.filter((layer) => !layer.projected).map((layer) => layer.name);
  if (missing.length === 0 || run.manifest === null) return null;
  return (
    <Note
      label="Layers without a projection"
      button={{ className: "link missing-layers", children: `${count(missing.length)} not projected` }}
    >
      <p id="layers-missing">
        {run.manifest.compact ? (
          "Not projected in this copy of the run."
        ) : (
          <ProjectHint run={run.manifest.name} layers={missing} />
        )}
      </p>
    </Note>
  );
});

function ProjectHint({ run, layers }: { run: string; layers: readonly string[] }) {
  return (
    <>
      Not projected yet. Run this in the store folder:{" "}
      <code>
        epochscope project {run} <span className="option">--layers</span> {layers.map(afterComma)}
      </code>
    </>
  );
}

/** A long list may go on in the next line after each comma. */
function afterComma(layer: string, place: number) {
  return (
    <Fragment key={layer}>
      {place > 0 && (
        <>
          ,<wbr />
        </>
      )}
      {layer}
    </Fragment>
  );
}

/** Return the name of the projected layer whose stop is nearest to a place on the window. */
function stopAt(stops: HTMLElement, x: number): string | undefined {
  let [nearest, least] = [undefined as string | undefined, Infinity];
  for (const stop of stops.querySelectorAll<HTMLElement>("[data-disabled=false]")) {
    const { left, right } = stop.getBoundingClientRect();
    const distance = Math.max(left - x, x - right, 0);
    if (distance < least) [nearest, least] = [stop.dataset.layer, distance];
  }
  return nearest;
}

function keepInSight(stops: HTMLElement, { offsetLeft, offsetWidth }: HTMLElement): void {
  const first = offsetLeft - LOOK_AHEAD;
  const last = offsetLeft + offsetWidth + LOOK_AHEAD - stops.clientWidth;
  stops.scrollLeft = Math.max(last, Math.min(stops.scrollLeft, first));
}
