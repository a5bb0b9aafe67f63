/** How a projection that gains epochs goes on. */
import { extentsOf, isSameExtent } from "../api/extents.ts";
import type { Measure, Projection } from "../api/manifest.ts";
import { commonAnswers } from "./epochs.ts";

/** Return how many epochs a projection begins with that are laid out and measured just as they were before. */
export function commonLayout(before: Projection, now: Projection): number {
  const isSame = before.positions.epoch_path === now.positions.epoch_path;
  if (!isSame || before.positions.identity !== now.positions.identity || before.joint_epochs !== now.joint_epochs)
    return 0;
  const [extents, others] = [extentsOf(before), extentsOf(now)];
  const most = commonAnswers(before.positions, now.positions);
  const changed = extents
    .slice(0, most)
    .findIndex((extent, index) => !isSameExtent(extent, others[index]) || !isMeasuredAlike(before, now, index));
  return changed < 0 ? most : changed;
}

/** Another layout of the same setting has other means. */
function isMeasuredAlike({ quality: before }: Projection, { quality: now }: Projection, index: number): boolean {
  const measures = Object.keys(before?.means ?? {}) as Measure[];
  return measures.every((measure) => before?.means[measure]?.[index] === now?.means[measure]?.[index]);
}
