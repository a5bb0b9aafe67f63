/** Accuracy and loss over the epochs, drawn behind the slider whose axis they share; MetricSummary writes them as text. */
import { observer } from "mobx-react-lite";
import type { Metric } from "../api/manifest.ts";
import { usePage } from "../page/usePage.ts";
import { polylinePoints } from "../ui/ticks.ts";

export const MetricCurves = observer(function MetricCurves() {
  const { run, timeline } = usePage();
  const { epochs } = timeline;
  const [first = 0, last = 0] = [epochs[0], epochs.at(-1)];
  if (run.metrics.length === 0 || last === first) return null;
  const shown = run.metrics.filter(({ epoch }) => epoch >= first && epoch <= last);
  const mostLoss = Math.max(...shown.map(({ loss }) => loss ?? 0));
  const line = (split: string, up: (metric: Metric) => number | null) =>
    polylinePoints(
      shown.flatMap((metric) => {
        const height = metric.split === split ? up(metric) : null;
        return height === null ? [] : [{ across: (metric.epoch - first) / (last - first), up: height }];
      }),
    );
  return (
    <svg className="curves" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      {run.manifest?.splits.map((split, order) => (
        <g key={split} data-order={order}>
          <polyline
            className="loss"
            points={line(split, ({ loss }) => (loss === null || mostLoss === 0 ? null : loss / mostLoss))}
          />
          <polyline points={line(split, ({ accuracy }) => accuracy)} />
        </g>
      ))}
    </svg>
  );
});
