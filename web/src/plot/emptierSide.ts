/** The side of a sample on which a card covers fewer others. */
import type { Side } from "../ui/placeBeside.ts";
import { isDrawn, positionIn } from "./drawn.ts";
import type { Drawn } from "./drawn.ts";

/** About as far as the card reaches from its sample, in CSS pixels. */
const ACROSS = 320;
const UP_OR_DOWN = 72;

export function emptierSide(drawn: Drawn, sample: number): Side {
  const [x, y] = positionIn(drawn, sample);
  let balance = 0;
  for (let other = 0; other < drawn.table.samples; other++) {
    if (!isDrawn(drawn.states, other)) continue;
    const [otherX, otherY] = positionIn(drawn, other);
    if (Math.abs(otherX - x) <= ACROSS && Math.abs(otherY - y) <= UP_OR_DOWN) balance += Math.sign(otherX - x);
  }
  return balance > 0 ? "left" : "right";
}
