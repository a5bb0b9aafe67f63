/** How far the picture of this epoch can be trusted: what a flat picture keeps of the layer's neighbourhoods. */
import { observer } from "mobx-react-lite";
import type { Measure as MeasureName } from "../api/manifest.ts";
import { useApp } from "../ui/AppContext.ts";
import { percent } from "../ui/words.ts";

/** Of a share: a smaller error does not change the one decimal that is shown. */
const SMALLEST_ERROR = 0.0005;

export const TrustPanel = observer(function TrustPanel() {
  const { projection, timeline } = useApp();
  const quality = projection.entry?.quality;
  if (!quality || timeline.epoch === null) return null;
  const at = (measure: MeasureName) => ({ mean: quality.means[measure][timeline.index], error: quality.errors[measure][timeline.index] });
  const unsupported = at("unsupported").mean ?? 0;
  const k = quality.n_neighbors;
  return (
    <section className="panel">
      <h2>How far to trust epoch {timeline.epoch}</h2>
      <Measure name="Trustworthiness" {...at("trustworthiness")} words="How rarely samples look close here that are far apart in the layer." />
      <Measure name="Neighbour recall" {...at("neighbor_recall")} words={`How many of a sample's ${k} nearest in the layer are among its ${k} nearest here.`} />
      {unsupported > 0 && <p className="hint">{percent(unsupported)} of the samples move on screen more than their layer's neighbourhoods explain.</p>}
    </section>
  );
});

function Measure({ name, mean, error = 0, words }: { name: string; mean: number | undefined; error: number | undefined; words: string }) {
  if (mean === undefined) return null;
  return (
    <div className="measure">
      <div className="measure-head"><span>{name}</span><span><strong>{percent(mean)}</strong>{error > SMALLEST_ERROR && ` ± ${percent(error)}`}</span></div>
      <div className="bar" aria-hidden="true"><span style={{ "--filled": mean }} /></div>
      <p className="hint">{words}</p>
    </div>
  );
}
