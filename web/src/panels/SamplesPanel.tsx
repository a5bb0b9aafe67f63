/** Chooses how many samples are on screen. */
import { observer } from "mobx-react-lite";
import { usePage } from "../page/usePage.ts";
import { count } from "../ui/format.ts";

export const SamplesPanel = observer(function SamplesPanel() {
  const {
    run: { manifest },
    subset,
  } = usePage();
  const left = (manifest?.recorded_samples ?? 0) - (manifest?.sample_count ?? 0);
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>Samples</h2>
        <p role="status" className="showing">{`showing ${count(subset.shownCount)} of ${count(subset.total)}`}</p>
      </div>
      <input
        type="range"
        aria-label="Samples shown"
        title="Each class keeps its share; a larger number only adds samples."
        min={1}
        max={Math.max(1, subset.total)}
        step={1}
        value={subset.size}
        style={{ "--filled": subset.total > 1 ? (subset.size - 1) / (subset.total - 1) : 1 }}
        onChange={(event) => {
          subset.showSamples(Number(event.target.value));
        }}
      />
      {left > 0 && <p className="hint">{`${count(left)} more were recorded but not exported.`}</p>}
    </section>
  );
});
