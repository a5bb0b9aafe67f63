/** Steps of the training that share one button under the slider, where a button for each would be too narrow to hit. */
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
export function groupSteps(steps: readonly EventStep[], epochs: readonly number[], width: number): StepGroup[] {
  const room = width * smallestGap(epochs);
  const each = room === 0 ? 1 : Math.ceil(LEAST_WIDTH / room);
  const groups = Math.max(1, Math.floor(steps.length / each));
  return Array.from({ length: groups }, (_, at) => {
    // What is left over belongs to the last one.
    const own = steps.slice(at * each, at === groups - 1 ? undefined : (at + 1) * each);
    return {
      steps: own,
      first: shareOf(own[0]?.epoch ?? 0, epochs),
      last: shareOf(own.at(-1)?.epoch ?? 0, epochs),
    };
  });
}

/** Return where an epoch is, as a share of the timeline. */
export function shareOf(epoch: number, epochs: readonly number[]): number {
  const [first = 0, last = 0] = [epochs[0], epochs.at(-1)];
  return (epoch - first) / Math.max(1, last - first);
}

/** Return the smallest distance between two epochs, as a share of the timeline. */
export function smallestGap(epochs: readonly number[]): number {
  return Math.min(1, ...epochs.slice(1).map((epoch, at) => shareOf(epoch, epochs) - shareOf(epochs[at] ?? 0, epochs)));
}
