/** How the timeline's numbers and curves fit its width. */

const MOST_NUMBERS = 21;
const STEPS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500];

/** Return every how many ticks one can carry its number. */
export function tickEvery(ticks: number, most = MOST_NUMBERS): number {
  return STEPS.find((step) => ticks / step <= most) ?? ticks;
}

/** Return an SVG polyline's points: shares across and up in a box of 100 by 100. */
export function polylinePoints(points: readonly { across: number; up: number }[]): string {
  return points.map(({ across, up }) => `${(across * 100).toFixed(2)},${((1 - up) * 100).toFixed(2)}`).join(" ");
}
