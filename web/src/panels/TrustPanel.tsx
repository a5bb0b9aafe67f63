/** How far the picture of this epoch can be trusted: what a flat picture keeps of the layer's neighbourhoods. */
import { observer } from "mobx-react-lite";
import { useApp } from "../ui/AppContext.ts";
import { percent } from "../ui/words.ts";

export const TrustPanel = observer(function TrustPanel() {
  const { projection, timeline } = useApp();
  const quality = projection.entry?.quality;
  if (!quality || timeline.epoch === null) return null;
  const { trustworthiness, neighbor_recall } = quality.means;
  const k = quality.n_neighbors;
  return (
    <section className="panel">
      <h2>How far to trust epoch {timeline.epoch}</h2>
      <Measure name="Trustworthiness" share={trustworthiness[timeline.index]} words="How rarely samples look close here that are far apart in the layer." />
      <Measure name="Neighbour recall" share={neighbor_recall[timeline.index]} words={`How many of a sample's ${k} nearest in the layer are among its ${k} nearest here.`} />
    </section>
  );
});

function Measure({ name, share, words }: { name: string; share: number | undefined; words: string }) {
  if (share === undefined) return null;
  return (
    <div className="measure">
      <div className="measure-head"><span>{name}</span><strong>{percent(share)}</strong></div>
      <div className="bar" aria-hidden="true"><span style={{ "--filled": share }} /></div>
      <p className="hint">{words}</p>
    </div>
  );
}
