import { afterEach, expect, it } from "vitest";
import { openTiny } from "../page/testing.ts";
import { handleKey } from "./keyboard.ts";

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
  const { app } = await openTiny();
  const seen = ["ArrowLeft", "ArrowRight", "Home", "End"].map((key) => {
    handleKey(press(key), app);
    return app.timeline.epoch;
  });
  expect(seen).toEqual([1, 2, 0, 2]);
});

it("plays and pauses with space", async () => {
  const { app } = await openTiny();
  handleKey(press(" "), app);
  expect(app.timeline.playing).toBe(true);
  handleKey(press(" "), app);
  expect(app.timeline.playing).toBe(false);
});

it.each([
  [" ", "<button></button>"],
  [" ", "<input>"],
  ["ArrowLeft", "<input type='range'>"],
  ["ArrowLeft", "<input type='radio'>"],
  ["End", "<select></select>"],
  [" ", "<input type='radio'>"],
])("leaves %j to %s", async (key, html) => {
  const { app } = await openTiny();
  expect([handleKey(press(key, html), app), app.timeline.epoch, app.timeline.playing]).toEqual([false, 2, false]);
});

it("plays with space from a slider, which has no use for it", async () => {
  const { app } = await openTiny();
  expect(handleKey(press(" ", "<input type='range'>"), app)).toBe(true);
});

it("leaves the browser's own shortcuts alone", async () => {
  const { app } = await openTiny();
  expect(handleKey(new KeyboardEvent("keydown", { key: "ArrowLeft", altKey: true }), app)).toBe(false);
});

it("leaves all keys but its own to the open help", async () => {
  const { app } = await openTiny();
  app.selection.pick([1]);
  handleKey(press("?"), app);
  const undo = new KeyboardEvent("keydown", { key: "z", ctrlKey: true });
  expect([...["Escape", "Home", " "].map((key) => press(key)), undo].map((event) => handleKey(event, app))).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect([app.help.open, app.selection.samples.length, app.timeline.epoch]).toEqual([true, 1, 2]);
  handleKey(press("?"), app);
  expect(app.help.open).toBe(false);
});
