/** Puts a card beside a point, on the side where there is room. */

const GAP = 16;
const EDGE = 8;

export type Side = "left" | "right";

/** Put a card on one side of a point if it fits there, else on the other. */
export function placeBeside(
  card: HTMLElement,
  point: { readonly x: number; readonly y: number },
  side: Side = "right",
): void {
  const room = card.offsetParent ?? card.parentElement;
  if (room === null) return;
  const [onLeft, onRight] = [point.x - GAP - card.offsetWidth, point.x + GAP];
  const [fitsLeft, fitsRight] = [onLeft >= EDGE, onRight + card.offsetWidth + EDGE <= room.clientWidth];
  const left = fitsRight && !(fitsLeft && side === "left") ? onRight : Math.max(EDGE, onLeft);
  const lowest = Math.max(EDGE, room.clientHeight - card.offsetHeight - EDGE);
  const top = Math.min(lowest, Math.max(EDGE, point.y - card.offsetHeight / 2));
  card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}

/** Puts a card above a point, or below where there is no room: for rooms that are narrow. */
export function placeAbove(card: HTMLElement, point: { readonly x: number; readonly y: number }): void {
  const room = card.offsetParent ?? card.parentElement;
  if (room === null) return;
  const rightmost = Math.max(0, room.clientWidth - card.offsetWidth);
  const left = Math.min(rightmost, Math.max(0, point.x - card.offsetWidth / 2));
  const fitsAbove = point.y - GAP - card.offsetHeight >= 0;
  const top = fitsAbove ? point.y - GAP - card.offsetHeight : point.y + GAP;
  card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}
