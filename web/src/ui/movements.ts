/** Return a movement of the pointer in all its parts: a browser reports those within one frame as one. */
export function movementsIn(event: PointerEvent): readonly PointerEvent[] {
  const parts = event.getCoalescedEvents();
  return parts.length > 0 ? parts : [event];
}
