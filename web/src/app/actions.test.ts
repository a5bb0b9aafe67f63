import { expect, it } from "vitest";
import { clearSelection, nextEpoch, PAGE_ACTIONS, play } from "../page/actions.tsx";
import { buttonOf, isAvailable, nameOf, tooltipOf } from "../ui/action.ts";
import { ACTIONS, copyLink, redo, SHORTCUTS, undo } from "./actions.tsx";
import { openShell } from "./testing.tsx";

it("lists every key that does something, a line per key or pair of keys", () => {
  expect(SHORTCUTS.map(({ keys, help }) => `${keys}: ${help}`)).toEqual([
    "Space or K: play and pause",
    "← → or , .: one epoch back, one forward",
    "Shift ← →: five epochs back, five forward",
    "Home End: first epoch, last epoch",
    "↑ ↓: previous layer, next layer",
    "Esc: clear the selection",
    "? I: this help, look inside, back to the map",
    "L: lasso: dragging draws around samples",
    "/: find samples",
    "Ctrl or ⌘ Z: undo; with Shift, redo",
  ]);
});

it("has each action once, and each key for one action", () => {
  expect(new Set(ACTIONS.map(({ id }) => id)).size).toBe(ACTIONS.length);
  const keys = ACTIONS.flatMap(({ keys = [] }) => keys.map((key) => JSON.stringify(key)));
  expect(new Set(keys).size).toBe(keys.length);
});

it("names an action and its key in the tooltip", async () => {
  const { page, shell } = await openShell({ epoch: 1 });
  expect([play, nextEpoch].map((action) => tooltipOf(action, page))).toEqual([
    "Play (Space or K)",
    "Next epoch (→ or .)",
  ]);
  expect([undo, redo].map((action) => tooltipOf(action, shell))).toEqual([
    "Undo (Ctrl or ⌘ Z)",
    "Redo (Ctrl or ⌘ Shift Z)",
  ]);
  page.timeline.play();
  expect([nameOf(play, page), tooltipOf(copyLink, shell)]).toEqual(["Pause", "Copy a link to exactly this view"]);
});

it("is available where it would do something", async () => {
  const { page, shell } = await openShell({ epoch: 2 });
  expect(PAGE_ACTIONS.filter((action) => !isAvailable(action, page)).map(({ id }) => id)).toEqual([
    "next epoch",
    "clear",
  ]);
  expect([undo, redo].map((action) => isAvailable(action, shell))).toEqual([false, false]);
  shell.history.begin();
  page.selection.pick([1]);
  expect([undo, redo].map((action) => isAvailable(action, shell))).toEqual([true, false]);
  expect(isAvailable(clearSelection, page)).toBe(true);
  const { disabled, onClick } = buttonOf(clearSelection, page);
  onClick();
  expect([disabled, page.selection.empty]).toEqual([false, true]);
});
