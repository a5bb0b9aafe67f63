/** Chooses the layer, in the network's order; those without a projection say how to get one. */
import { observer } from "mobx-react-lite";
import { Fragment, useId } from "react";
import { usePage } from "../page/usePage.ts";
import { count } from "../ui/format.ts";

export const LayerPanel = observer(function LayerPanel() {
  const { projection, run } = usePage();
  const missing = projection.layers.filter((layer) => !layer.projected).map((layer) => layer.name);
  return (
    <section className="panel">
      <fieldset className="layers" data-hint="layers" role="radiogroup" aria-labelledby="layer-title">
        <legend id="layer-title">Layer</legend>
        {projection.layers.map((layer) => (
          <LayerRow key={layer.name} {...layer} />
        ))}
      </fieldset>
      {missing.length > 0 && run.manifest !== null && (
        <p className="hint" id="layers-missing">
          {run.manifest.compact ? (
            "Not projected in this copy of the run."
          ) : (
            <ProjectHint run={run.manifest.name} layers={missing} />
          )}
        </p>
      )}
    </section>
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

const LayerRow = observer(function LayerRow({
  name,
  module,
  width,
  reduction,
  projected,
}: {
  name: string;
  module: string;
  width: number;
  reduction: string;
  projected: boolean;
}) {
  const { projection, run } = usePage();
  const note = useId();
  const reason =
    run.manifest?.compact === true
      ? "not projected"
      : `not projected: epochscope project ${run.name ?? "RUN"} --layers ${name}`;
  return (
    <label
      className="layer"
      data-disabled={!projected}
      title={projected ? `${module}, ${count(width)} dimensions, ${reduction}` : reason}
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
      <span className="layer-note" id={note}>
        {projected ? `${count(width)}-d` : "not projected"}
      </span>
    </label>
  );
});
