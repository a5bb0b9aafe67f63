/** How accurate the network was at the epoch on screen, as text. */
import { observer } from "mobx-react-lite";
import type { Metric } from "../api/manifest.ts";
import { usePage } from "../page/usePage.ts";
import { percent } from "../ui/format.ts";

export const MetricSummary = observer(function MetricSummary() {
  const { otherRun, run, timeline } = usePage();
  const epoch = timeline.epoch ?? 0;
  const metrics = run.metricsAt(epoch).filter((metric) => metric.accuracy !== null);
  return (
    <p className="metrics">
      <strong>{`Epoch ${epoch}`}</strong>
      {otherRun !== null && <span>{run.name}</span>}
      {metrics.length === 0 && (
        <span>{epoch === 0 ? "untrained network, no accuracy recorded" : "no accuracy recorded"}</span>
      )}
      {metrics.map((metric) => (
        <MetricOf key={metric.split} {...metric} order={run.manifest?.splits.indexOf(metric.split) ?? 0} />
      ))}
    </p>
  );
});

function MetricOf({ split, accuracy, loss, order }: Metric & { order: number }) {
  return (
    <span>
      <i className="line" data-order={order} /> {split} accuracy <b>{percent(accuracy ?? 0)}</b>
      {loss !== null && (
        <>
          , <i className="line dashed" data-order={order} /> loss <b>{loss.toFixed(2)}</b>
        </>
      )}
    </span>
  );
}
