/** Where epochs are on an axis: as far apart as they are, or all as far from the next. */

export type Spacing = "real" | "even";
/** Returns where a moment is, from 0 at the first epoch to 1 at the last. */
export type Axis = (epoch: number) => number;

export function axisOver(epochs: readonly number[], spacing: Spacing): Axis {
  const [first = 0, last = 0] = [epochs[0], epochs.at(-1)];
  if (spacing === "real") return (epoch) => (last > first ? (epoch - first) / (last - first) : 0);
  const steps = Math.max(1, epochs.length - 1);
  return (epoch) => placeAmong(epochs, epoch) / steps;
}

/** Return the place of a moment among the epochs: 1.5 is halfway from the second to the third. */
export function placeAmong(epochs: readonly number[], epoch: number): number {
  const after = epochs.findIndex((one) => one >= epoch);
  if (after <= 0) return after === 0 ? 0 : Math.max(0, epochs.length - 1);
  const [from = 0, to = 0] = [epochs[after - 1], epochs[after]];
  return after - 1 + (epoch - from) / (to - from);
}

/** Whether some epochs are farther apart than others. */
export function isUneven(epochs: readonly number[]): boolean {
  const gaps = epochs.slice(1).map((epoch, place) => epoch - (epochs[place] ?? 0));
  return new Set(gaps).size > 1;
}

/** Return the epoch nearest to a place on an axis. */
export function nearestOn(axis: Axis, epochs: readonly number[], share: number): number {
  const distance = (epoch: number) => Math.abs(axis(epoch) - share);
  return epochs.reduce((nearest, epoch) => (distance(epoch) < distance(nearest) ? epoch : nearest), epochs[0] ?? 0);
}
