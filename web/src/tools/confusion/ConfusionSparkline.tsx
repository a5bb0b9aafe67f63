/** Numbers over the epochs as a small curve up to the largest of them, with the epoch shown marked. */
import { polylinePoints } from "../../ui/ticks.ts";

export function ConfusionSparkline({
  values,
  across,
  place,
}: {
  values: Float32Array;
  across: readonly number[];
  place: number;
}) {
  const most = Math.max(...values, Number.MIN_VALUE);
  const [x, y] = [100 * (across[place] ?? 0), 100 * (1 - (values[place] ?? 0) / most)];
  return (
    <svg className="sparkline" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <line className="sparkline-now" x1={x} x2={x} y1={0} y2={100} />
      <polyline
        points={polylinePoints(Array.from(values, (value, at) => ({ across: across[at] ?? 0, up: value / most })))}
      />
      {/* A line without length and with round ends: a dot that stays round when the curve is stretched. */}
      <line className="sparkline-dot" x1={x} x2={x} y1={y} y2={y} />
    </svg>
  );
}
