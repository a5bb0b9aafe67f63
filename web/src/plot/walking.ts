/** Walking through the plot by keyboard: the nearest sample in a direction on screen. */
import { isDrawn, isInView, positionIn } from "./drawn.ts";
import type { Drawn } from "./drawn.ts";
import type { Position } from "./positions.ts";

/** A step on screen, in CSS pixels with y downwards. */
export type Step = readonly [x: number, y: number];

/**
 * Return the nearest drawn sample that is at least `least` CSS pixels along the step from a place, and closer to its
 * direction than to any of the other three; null where there is none.
 */
export function nextSample(drawn: Drawn, [fromX, fromY]: Position, [stepX, stepY]: Step, least: number): number | null {
  return nearest(drawn, ([x, y]) => {
    const along = (x - fromX) * stepX + (y - fromY) * stepY;
    const aside = Math.abs((x - fromX) * stepY - (y - fromY) * stepX);
    return along >= least && along >= aside ? Math.hypot(along, aside) : Infinity;
  });
}

/** Return the sample in view that is nearest to the middle of the plot: the walk begins there. */
export function middleSample(drawn: Drawn): number | null {
  const { width, height } = drawn.size;
  return nearest(drawn, (position) =>
    isInView(drawn, position) ? Math.hypot(position[0] - width / 2, position[1] - height / 2) : Infinity,
  );
}

/** Return the drawn sample at the smallest finite distance. */
function nearest(drawn: Drawn, distanceOf: (position: Position) => number): number | null {
  let [found, least]: [number | null, number] = [null, Infinity];
  for (let sample = 0; sample < drawn.table.samples; sample++) {
    if (!isDrawn(drawn.states, sample)) continue;
    const distance = distanceOf(positionIn(drawn, sample));
    if (distance < least) [found, least] = [sample, distance];
  }
  return found;
}
