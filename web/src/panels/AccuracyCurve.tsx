/** Accuracy over the epochs, drawn above the slider it shares its axis with; AccuracyWords says it in words. */
import { observer } from "mobx-react-lite";
import { useApp } from "../ui/AppContext.ts";
import { polylinePoints } from "../ui/ticks.ts";

export const AccuracyCurve = observer(function AccuracyCurve() {
  const { run, timeline } = useApp();
  const { epochs } = timeline;
  const [first = 0, last = 0] = [epochs[0], epochs.at(-1)];
  if (run.metrics.length === 0 || last === first) return null;
  const points = (split: string) => polylinePoints(epochs.flatMap((epoch) => {
    const found = run.accuraciesAt(epoch).find((row) => row.split === split);
    return found ? [{ across: (epoch - first) / (last - first), up: found.accuracy }] : [];
  }));
  return (
    <svg className="curve" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      {run.manifest?.splits.map((split, order) => <polyline key={split} data-order={order} points={points(split)} />)}
    </svg>
  );
});
