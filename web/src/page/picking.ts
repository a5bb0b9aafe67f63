/** How samples are picked, the same wherever they are: a click replaces the selection, Shift adds, Alt removes. */
import type { Picking } from "./SelectionStore.ts";

export function clickPicking(event: Pick<MouseEvent, "altKey" | "shiftKey" | "metaKey" | "ctrlKey">): Picking {
  if (event.altKey) return "remove";
  return event.shiftKey || event.metaKey || event.ctrlKey ? "add" : "replace";
}

/**
 * Call `open` where the click that is being handled turns out to be the first of a double click. The second one reaches
 * nothing else: what the first one changed may have moved another control under the pointer.
 */
export function onSecondClick(open: () => void): void {
  const catchSecond = (event: MouseEvent) => {
    if (event.detail !== 2) return;
    event.preventDefault();
    event.stopPropagation();
    open();
  };
  document.addEventListener("click", catchSecond, { capture: true, once: true });
}
