/** A seven, to begin with. */
import { USUAL_PRESSURE } from "./strokes.ts";
import type { Stroke } from "./strokes.ts";

const CORNERS = [
  [76, 66],
  [130, 62],
  [182, 62],
  [166, 102],
  [146, 152],
  [128, 206],
] as const;

export const EXAMPLE: readonly Stroke[] = [
  {
    tool: "pen",
    width: 30,
    points: CORNERS.map(([x, y]) => ({ x, y, pressure: USUAL_PRESSURE })),
  },
];
