/** How far the plot of this epoch can be trusted: what two dimensions keep of the layer's neighborhoods. */
import { observer } from "mobx-react-lite";
import type { Measure as MeasureName } from "../api/manifest.ts";
import { usePage } from "../page/usePage.ts";
import { WarningIcon } from "../ui/icons.tsx";
import { percent } from "../ui/format.ts";

/** Of a share: a smaller error does not change the one decimal that is shown. */
const SMALLEST_ERROR = 0.0005;
/** Half-way from what random places reach, 50%, to a perfect copy, and a little more. */
const LEAST_TRUST = 0.8;

export const TrustSummary = observer(function TrustSummary() {
  const { otherRun, projection, run, timeline } = usePage();
  const quality = projection.entry?.quality;
  if (!quality || timeline.epoch === null) return null;
  const at = (measure: Exclude<MeasureName, "label_purity">) => ({
    mean: quality.means[measure][timeline.index],
    error: quality.errors[measure]?.[timeline.index],
  });
  const k = quality.n_neighbors;
  return (
    <div className="trust" role="group" aria-label={`Projection quality at epoch ${timeline.epoch}`}>
      {otherRun !== null && <p className="trust-run">{run.name}</p>}
      <Measure
        name="Trustworthiness"
        {...at("trustworthiness")}
        description="how rarely samples that look close are far apart in the layer"
      />
      <Measure
        name="Neighbor recall"
        {...at("neighbor_recall")}
        description={`share of a sample’s ${k} nearest in the layer that are nearest here too`}
      />
      <Measure
        name="Unsupported motion"
        {...at("unsupported")}
        description="moved here while their neighbors in the layer stayed: drawn hollow"
      />
    </div>
  );
});

/** Lies over the plot, which is what it warns of. */
export const TrustWarning = observer(function TrustWarning() {
  const { projection, stage, timeline } = usePage();
  const trust = projection.entry?.quality?.means.trustworthiness[timeline.index] ?? 1;
  if (trust >= LEAST_TRUST || stage.state !== "ready") return null;
  return (
    <p className="trust-warning" role="alert">
      <WarningIcon />{" "}
      {`Trustworthiness ${percent(trust)}, under ${percent(LEAST_TRUST, 0)}: don’t interpret neighborhoods at epoch ${timeline.epoch ?? 0}.`}
    </p>
  );
});

function Measure({
  name,
  mean,
  error = 0,
  description,
}: {
  name: string;
  mean: number | undefined;
  error: number | undefined;
  description: string;
}) {
  if (mean === undefined) return null;
  return (
    <p className="measure">
      <span className="measure-name">{name}</span>{" "}
      <span className="bar" aria-hidden="true">
        <span style={{ "--filled": mean }} />
      </span>{" "}
      <strong>
        {percent(mean)}
        {error > SMALLEST_ERROR && ` ± ${percent(error)}`}
      </strong>{" "}
      <span className="measure-text">{description}</span>
    </p>
  );
}
