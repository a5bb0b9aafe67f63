/** Curves of the accuracy of each class over the epochs: where they run, and which is nearest to a place. */

/** In shares of the chart's width and height, from its lower left. */
export interface CurvePoint {
  readonly across: number;
  readonly up: number;
}

/** Return where an epoch lies between the first and the last one, from 0 to 1. */
export function acrossAt(epoch: number, epochs: readonly number[]): number {
  const [first = 0, last = 0] = [epochs[0], epochs.at(-1)];
  return last > first ? (epoch - first) / (last - first) : 0;
}

/** Return the curve of a class's accuracies, one an epoch; none where the class has no sample. */
export function curveOf(accuracies: Float32Array | undefined, epochs: readonly number[]): CurvePoint[] {
  if (accuracies === undefined || Number.isNaN(accuracies[0] ?? NaN)) return [];
  return epochs.map((epoch, place) => ({ across: acrossAt(epoch, epochs), up: accuracies[place] ?? 0 }));
}

/** Return how high a curve runs at a place across the chart; null where there is no curve. */
export function heightAt(curve: readonly CurvePoint[], across: number): number | null {
  const after = curve.findIndex((point) => point.across >= across);
  const [from, to] = [curve[after < 0 ? curve.length - 1 : Math.max(0, after - 1)], curve.at(after)];
  if (from === undefined || to === undefined) return null;
  return to.across > from.across
    ? from.up + ((to.up - from.up) * (across - from.across)) / (to.across - from.across)
    : to.up;
}

/** Return which of the curves is nearest above or below a place, no farther than the reach; null where none is. */
export function nearestCurve(
  curves: ReadonlyMap<number, readonly CurvePoint[]>,
  { across, up }: CurvePoint,
  reach: number,
): number | null {
  let nearest: number | null = null,
    least = reach;
  for (const [number, curve] of curves) {
    const distance = Math.abs((heightAt(curve, across) ?? Infinity) - up);
    if (distance > least) continue;
    nearest = number;
    least = distance;
  }
  return nearest;
}
