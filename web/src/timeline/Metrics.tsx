/** Accuracy and loss: as curves behind the slider, whose axis they share, and as text beside the epoch on screen. */
import { observer } from "mobx-react-lite";
import type { Metric } from "../api/manifest.ts";
import { usePage } from "../page/usePage.ts";
import { percent, plainNumber } from "../ui/format.ts";
import { Note } from "../ui/Note.tsx";
import { polylinePoints } from "../ui/ticks.ts";

export const MetricCurves = observer(function MetricCurves() {
  const { run, timeline } = usePage();
  const { epochs } = timeline;
  const [first = 0, last = 0] = [epochs[0], epochs.at(-1)];
  if (run.metrics.length === 0 || last === first) return null;
  const shown = run.metrics.filter(({ epoch }) => epoch >= first && epoch <= last);
  const axis = timeline.axisOver(epochs);
  const mostLoss = Math.max(...shown.map(({ loss }) => loss ?? 0));
  const line = (split: string, up: (metric: Metric) => number | null) =>
    polylinePoints(
      shown.flatMap((metric) => {
        const height = metric.split === split ? up(metric) : null;
        return height === null ? [] : [{ across: axis(metric.epoch), up: height }];
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

/** The accuracies in the order of the splits; the last, which the network has not seen, is large. */
export const MetricSummary = observer(function MetricSummary() {
  const { run, timeline } = usePage();
  const epoch = timeline.epoch ?? 0;
  const splits = run.manifest?.splits ?? [];
  const metrics = run.metricsAt(epoch).filter(({ accuracy, loss }) => accuracy !== null || loss !== null);
  // A run that never had any is not one that lacks some here.
  if (run.metrics.length === 0) return null;
  if (metrics.length === 0)
    return (
      <p className="metrics">{epoch === 0 ? "untrained network, no accuracy recorded" : "no accuracy recorded"}</p>
    );
  const text = metrics.map((metric) => `${metric.split} ${figureOf(metric)}`.trimStart()).join(", ");
  return (
    <Note
      label={timeline.say(`Accuracy and loss at epoch ${epoch}`)}
      button={{
        className: "metrics",
        title: metrics.map(detailsOf).join("\n"),
        "aria-label": `${metrics.some(({ accuracy }) => accuracy !== null) ? "Accuracy" : "Metrics"}: ${text}`,
        children: metrics.map((metric) => (
          <span key={metric.split}>
            <i className="line" data-order={splits.indexOf(metric.split)} />{" "}
            {metric.split || (metric.accuracy !== null && "accuracy")} <b>{figureOf(metric)}</b>
          </span>
        )),
      }}
    >
      <MetricTable metrics={metrics} splits={splits} title={timeline.say(`Epoch ${epoch}`)} />
    </Note>
  );
});

/** "94.1%", or "loss 0.31" of what has no accuracy. */
function figureOf({ accuracy, loss }: Metric): string {
  return accuracy === null ? `loss ${plainNumber(loss ?? NaN)}` : percent(accuracy);
}

/** "test accuracy 94.1%, loss 0.31" */
function detailsOf({ split, accuracy, loss }: Metric): string {
  const figures = [
    ...(accuracy === null ? [] : [`accuracy ${percent(accuracy)}`]),
    ...(loss === null ? [] : [`loss ${loss.toFixed(2)}`]),
  ];
  return `${split} ${figures.join(", ")}`.trimStart();
}

function MetricTable({
  metrics,
  splits,
  title,
}: {
  metrics: readonly Metric[];
  splits: readonly string[];
  title: string;
}) {
  return (
    <table className="metric-table">
      <caption>{title}</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">accuracy</th>
          <th scope="col">loss</th>
        </tr>
      </thead>
      <tbody>
        {metrics.map(({ split, accuracy, loss }) => (
          <tr key={split}>
            <th scope="row">{split || "recorded samples"}</th>
            <td>
              {accuracy !== null && (
                <>
                  <i className="line" data-order={splits.indexOf(split)} /> {percent(accuracy)}
                </>
              )}
            </td>
            <td>
              {loss !== null && (
                <>
                  <i className="line dashed" data-order={splits.indexOf(split)} /> {loss.toFixed(2)}
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
