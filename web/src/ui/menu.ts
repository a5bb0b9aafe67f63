/** What menus that open above the page have in common. */
import type { KeyboardEvent } from "react";

/** The index of the item that a key goes to, given the number of items. */
const STEPS: Record<string, (at: number, items: number) => number> = {
  ArrowDown: (at, items) => (at + 1) % items,
  ArrowUp: (at, items) => (at - 1 + items) % items,
  Home: () => 0,
  End: (_, items) => items - 1,
};
const GAP = 4;
const EDGE = 8;
/** As in `controls.css`. */
const WIDEST_NOTE = 320;

/** On keydown in a menu: arrows go from item to item. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const items = itemsOf(event.currentTarget);
  const step = STEPS[event.key];
  // Neither these keys nor Escape are the timeline's or the selection's while the menu is open.
  event.stopPropagation();
  if (step === undefined) return;
  event.preventDefault();
  items[step(items.indexOf(document.activeElement as HTMLElement), items.length)]?.focus();
}

export function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>("[role^=menuitem]")];
}

/** A popover lies above the page and knows nothing of its button. */
export function placeUnder(menu: HTMLElement, button: HTMLElement): void {
  const { bottom, right } = button.getBoundingClientRect();
  Object.assign(menu.style, { top: `${bottom + GAP}px`, right: `${document.documentElement.clientWidth - right}px` });
  menu.style.setProperty("--button-width", `${button.offsetWidth}px`);
}

/**
 * Put a note under what opens it, or above where that is low on the page; `uncovered` stays in sight too. Its size is
 * not known yet.
 */
export function placeNear(note: HTMLElement, opener: Element, uncovered = opener): void {
  const { clientWidth, clientHeight } = document.documentElement;
  const { left } = opener.getBoundingClientRect();
  const { top, bottom } = uncovered.getBoundingClientRect();
  const isLow = bottom > clientHeight / 2;
  Object.assign(note.style, {
    left: `${Math.max(EDGE, Math.min(left, clientWidth - WIDEST_NOTE - EDGE))}px`,
    top: isLow ? "auto" : `${bottom + GAP}px`,
    bottom: isLow ? `${clientHeight - top + GAP}px` : "auto",
  });
}
