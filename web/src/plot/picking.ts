/** Finds the sample under the pointer, on the interpolated positions that are on screen. */
import type { Moment, PositionTable } from "./positions.ts";

export interface Pointer {
  /** In the wire's units (0 to 65535). */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Return the nearest drawn sample within the radius; of equally near ones the one drawn on top. */
export function pickSample(
  table: PositionTable,
  moment: Moment,
  pointer: Pointer,
  isDrawn: (sample: number) => boolean,
): number | null {
  // Flat loops over one array: a million samples take about 3 ms.
  const { data, samples, layerLength } = table;
  const [a, b] = [moment.from * layerLength, moment.to * layerLength];
  let nearest: number | null = null;
  let least = pointer.radius * pointer.radius;
  for (let sample = 0, i = 0; sample < samples; sample++, i += 2) {
    const ax = data[a + i] ?? 0;
    const dx = ax + ((data[b + i] ?? 0) - ax) * moment.share - pointer.x;
    if (dx * dx > least) continue;
    const ay = data[a + i + 1] ?? 0;
    const dy = ay + ((data[b + i + 1] ?? 0) - ay) * moment.share - pointer.y;
    const distance = dx * dx + dy * dy;
    if (distance > least || !isDrawn(sample)) continue;
    least = distance;
    nearest = sample;
  }
  return nearest;
}
