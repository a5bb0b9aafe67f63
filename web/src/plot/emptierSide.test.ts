import { expect, it } from "vitest";
import { HIDDEN, SHOWN } from "../page/DrawingStore.ts";
import type { Drawn } from "./drawn.ts";
import { emptierSide } from "./emptierSide.ts";
import { momentAt, PositionTable } from "./positions.ts";

/** A sample at 1000, 1000 and others at such distances from it, in pixels; the last one is hidden. */
function drawnAround(...others: [x: number, y: number][]): Drawn {
  const table = new PositionTable(others.length + 1, 1);
  table.fill(
    0,
    Uint16Array.from([0, 0, ...others.flat()], (pixels) => 1000 + pixels),
  );
  const states = new Uint8Array(others.length + 1).fill(SHOWN);
  states[others.length] = HIDDEN;
  return { table, moment: momentAt(0), states, toPixels: (position) => position } as Pick<
    Drawn,
    "table" | "moment" | "states" | "toPixels"
  > as Drawn;
}

const FAR: [number, number] = [900, 0];

it.each([
  ["right", "nothing is near", [FAR, FAR]],
  ["left", "more are to the right", [[20, 5], [50, -60], [-9, 0], FAR]],
  ["right", "more are to the left", [[-20, 5], [-50, -60], [9, 0], FAR]],
  ["right", "those to the right are above, below or far away", [[20, 90], [20, -90], [400, 0], [-9, 0], FAR]],
  [
    "right",
    "those to the right are hidden",
    [
      [-9, 0],
      [20, 0],
    ],
  ],
] as ["left" | "right", string, [number, number][]][])("is the %s one where %s", (side, _, others) => {
  expect(emptierSide(drawnAround(...others), 0)).toBe(side);
});
