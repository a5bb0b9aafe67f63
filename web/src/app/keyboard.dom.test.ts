import { afterEach, expect, it } from "vitest";
import { handleKey } from "./keyboard.ts";
import { openShell } from "./testing.tsx";

/** A key pressed while the focus is on the given piece of page. */
function press(key: string, html = "<p></p>"): KeyboardEvent {
  document.body.innerHTML = html;
  const event = new KeyboardEvent("keydown", { key, bubbles: true });
  document.body.firstElementChild?.dispatchEvent(event);
  return event;
}

afterEach(() => {
  document.body.innerHTML = "";
});

it("steps through the epochs with the arrows, Home and End", async () => {
  const { page, shell } = await openShell();
  const seen = ["ArrowLeft", "ArrowRight", "Home", "End"].map((key) => {
    handleKey(press(key), shell);
    return page.timeline.epoch;
  });
  expect(seen).toEqual([1, 2, 0, 2]);
});

it("plays and pauses with space", async () => {
  const { page, shell } = await openShell();
  handleKey(press(" "), shell);
  expect(page.timeline.playing).toBe(true);
  handleKey(press(" "), shell);
  expect(page.timeline.playing).toBe(false);
});

it.each([
  [" ", "<button></button>"],
  [" ", "<input>"],
  ["ArrowLeft", "<input type='range'>"],
  ["ArrowLeft", "<input type='radio'>"],
  ["End", "<select></select>"],
  [" ", "<input type='radio'>"],
])("leaves %j to %s", async (key, html) => {
  const { page, shell } = await openShell();
  expect([handleKey(press(key, html), shell), page.timeline.epoch, page.timeline.playing]).toEqual([false, 2, false]);
});

it("plays with space from a slider, which has no use for it", async () => {
  const { shell } = await openShell();
  expect(handleKey(press(" ", "<input type='range'>"), shell)).toBe(true);
});

it("leaves the browser's own shortcuts alone", async () => {
  const { shell } = await openShell();
  expect(handleKey(new KeyboardEvent("keydown", { key: "ArrowLeft", altKey: true }), shell)).toBe(false);
});

it("leaves all keys but its own to the open help", async () => {
  const { page, shell } = await openShell();
  page.selection.pick([1]);
  handleKey(press("?"), shell);
  const undo = new KeyboardEvent("keydown", { key: "z", ctrlKey: true });
  expect([...["Escape", "Home", " "].map((key) => press(key)), undo].map((event) => handleKey(event, shell))).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect([page.help.open, page.selection.samples.length, page.timeline.epoch]).toEqual([true, 1, 2]);
  handleKey(press("?"), shell);
  expect(page.help.open).toBe(false);
});
