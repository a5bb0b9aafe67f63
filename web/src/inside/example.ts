/** A seven, to begin with. */
import { USUAL_PRESSURE } from "./strokes.ts";
import type { Stroke } from "./strokes.ts";

const CORNERS = [
  [72, 66],
  [188, 66],
  [160, 122],
  [138, 164],
  [120, 204],
] as const;

export const EXAMPLE: readonly Stroke[] = [
  {
    tool: "pen",
    width: 30,
    points: CORNERS.map(([x, y]) => ({ x, y, pressure: USUAL_PRESSURE })),
  },
];
