/** Steps of the training that share one button under the slider, where a button for each would be too narrow to hit. */
import type { Axis } from "../numbers/axis.ts";
import type { EventStep } from "./EventsStore.ts";

/** CSS pixels: WCAG 2.2, success criterion 2.5.8. */
const LEAST_WIDTH = 24;

export interface StepGroup {
  readonly steps: readonly EventStep[];
  /** Where its first and last step are, as shares of the timeline. */
  readonly first: number;
  readonly last: number;
}

/** Join neighboring steps so that each group is wide enough on a timeline of `width` CSS pixels. */
export function groupSteps(
  steps: readonly EventStep[],
  epochs: readonly number[],
  axis: Axis,
  width: number,
): StepGroup[] {
  const room = width * smallestGap(epochs, axis);
  const each = room === 0 ? 1 : Math.ceil(LEAST_WIDTH / room);
  const groups = Math.max(1, Math.floor(steps.length / each));
  return Array.from({ length: groups }, (_, at) => {
    // What is left over belongs to the last one.
    const own = steps.slice(at * each, at === groups - 1 ? undefined : (at + 1) * each);
    return {
      steps: own,
      first: axis(own[0]?.epoch ?? 0),
      last: axis(own.at(-1)?.epoch ?? 0),
    };
  });
}

/** Return the smallest distance between two epochs, as a share of the timeline. */
export function smallestGap(epochs: readonly number[], axis: Axis): number {
  return Math.min(1, ...epochs.slice(1).map((epoch, at) => axis(epoch) - axis(epochs[at] ?? 0)));
}
