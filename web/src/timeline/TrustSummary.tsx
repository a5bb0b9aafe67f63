/** How far the plot of this epoch can be trusted: what two dimensions keep of the layer's neighborhoods. */
import { observer } from "mobx-react-lite";
import type { Measure as MeasureName } from "../api/manifest.ts";
import type { Page } from "../page/Page.ts";
import { usePage } from "../page/usePage.ts";
import { WarningIcon } from "../ui/icons.tsx";
import { Note } from "../ui/Note.tsx";
import { percent } from "../ui/format.ts";
import { ApproximateNeighbors, SpaceSummary } from "./SpaceSummary.tsx";

/** Of a share: a smaller error does not change the one decimal that is shown. */
const SMALLEST_ERROR = 0.0005;
/** Half-way from what random places reach, 50%, to a perfect copy, and a little more. */
const LEAST_TRUST = 0.8;

/** Opens the three numbers; warns where there is little trust. */
export const TrustPill = observer(function TrustPill() {
  const { trust, warns } = trustIn(usePage());
  if (trust === undefined) return null;
  return (
    <Note
      label="How far to trust the plot"
      button={{
        className: warns ? "trust-pill warns" : "trust-pill",
        title: "Trustworthiness, neighbor recall and unsupported motion",
        children: (
          <>
            {warns && <WarningIcon />}
            {`Trust ${percent(trust)}`}
          </>
        ),
      }}
    >
      <TrustSummary />
    </Note>
  );
});

export const TrustWarning = observer(function TrustWarning() {
  const page = usePage();
  const { trust, warns } = trustIn(page);
  if (trust === undefined || !warns) return null;
  const epoch = page.timeline.epoch ?? 0;
  const when = page.timeline.say(`epoch ${epoch}`);
  return (
    <p className="trust-warning" role="alert" data-over-plot>
      {page.projection.hasCollapsedAt(epoch)
        ? `This layer has collapsed at ${when}: all samples have one vector, and places mean nothing.`
        : `Trustworthiness ${percent(trust)}, under ${percent(LEAST_TRUST, 0)}: don’t interpret neighborhoods at ${when}.`}
    </p>
  );
});

function trustIn({ projection, stage, timeline }: Page) {
  const trust = projection.entry?.quality?.means.trustworthiness[timeline.index];
  return { trust, warns: trust !== undefined && trust < LEAST_TRUST && stage.state === "ready" };
}

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
    <div className="measures" role="group" aria-label={timeline.say(`Projection quality at epoch ${timeline.epoch}`)}>
      {otherRun !== null && <p>{run.name}</p>}
      <Measure
        name="Trustworthiness"
        {...at("trustworthiness")}
        description="how rarely points that look close are actually far apart in the layer"
      />
      <ApproximateNeighbors />
      <Measure
        name="Neighbor recall"
        {...at("neighbor_recall")}
        description={`share of a sample’s ${k} nearest neighbors in the layer that are also nearest here`}
      />
      <Measure
        name="Unsupported motion"
        {...at("unsupported")}
        description="points that move on screen although their neighbors in the layer don’t change (drawn hollow)"
      />
      <SpaceSummary />
    </div>
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
