/** How the timeline's numbers and curves fit its width. */

const MOST_NUMBERS = 21;
/** Characters. */
const SHORT = 3;
/** Of the distance that evenly spaced numbers have at least. */
const CLOSEST = 0.9;
const STEPS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500];

/** Return every how many ticks one can carry its number. */
export function tickEvery(ticks: number, most = MOST_NUMBERS): number {
  return STEPS.find((step) => ticks / step <= most) ?? ticks;
}

/** Return the places of the ticks that can carry their texts, where `most` short ones fit beside each other. */
export function numberedTicks(shares: readonly number[], texts: readonly string[], most = MOST_NUMBERS): Set<number> {
  const longest = Math.max(SHORT, ...texts.map((text) => text.length));
  const fitting = Math.max(2, Math.floor((most * SHORT) / longest));
  const every = tickEvery(shares.length, fitting);
  const numbered = new Set<number>();
  let before = -Infinity;
  shares.forEach((share, place) => {
    // Epochs may be steps of the training, at any distance from each other.
    if (place % every !== 0 || share - before < CLOSEST / fitting) return;
    numbered.add(place);
    before = share;
  });
  return numbered;
}

/** Return an SVG polyline's points: shares across and up in a box of 100 by 100. */
export function polylinePoints(points: readonly { across: number; up: number }[]): string {
  return points.map(({ across, up }) => `${(across * 100).toFixed(2)},${((1 - up) * 100).toFixed(2)}`).join(" ");
}
