import { afterEach, describe, expect, it, vi } from "vitest";
import { handleKey, Keyboard } from "./keyboard.ts";
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
  ["k", "<button></button>"],
  ["k", "<input type='checkbox'>"],
  [" ", "<p></p>"],
])("plays with %j from %s", async (key, html) => {
  const { page, shell } = await openShell();
  handleKey(press(key, html), shell);
  expect(page.timeline.playing).toBe(true);
});

it("steps with a comma and a full stop from every control that is no field", async () => {
  const { page, shell } = await openShell();
  const seen = [",", ",", "."].map((key) => {
    handleKey(press(key, "<select></select>"), shell);
    return page.timeline.epoch;
  });
  expect(seen).toEqual([1, 0, 1]);
});

it("turns the lasso on and off with L, also while capitals are locked", async () => {
  const { page, shell } = await openShell();
  const seen = ["l", "L"].map((key) => {
    handleKey(press(key), shell);
    return page.view.lassoing;
  });
  expect(seen).toEqual([true, false]);
});

it.each([
  [" ", "<button></button>"],
  [" ", "<input type='checkbox'>"],
  [" ", "<input>"],
  ["k", "<input>"],
  [".", "<input type='number'>"],
  ["l", "<textarea></textarea>"],
  ["k", "<select></select>"],
  ["ArrowLeft", "<input type='range'>"],
  ["ArrowLeft", "<input type='radio'>"],
  ["End", "<select></select>"],
  [" ", "<input type='radio'>"],
])("leaves %j to %s", async (key, html) => {
  const { page, shell } = await openShell();
  expect([handleKey(press(key, html), shell), page.timeline.epoch, page.timeline.playing]).toEqual([false, 2, false]);
});

it.each([
  [" ", "<button></button>"],
  [" ", "<a href='#x'></a>"],
  [" ", "<input type='checkbox'>"],
  [" ", "<input type='radio'>"],
  [" ", "<select></select>"],
  ["ArrowLeft", "<input type='range'>"],
  ["ArrowLeft", "<input type='radio'>"],
  ["Home", "<select></select>"],
])("takes %j from %s that was clicked", async (key, html) => {
  const { page, shell } = await openShell();
  expect(handleKey(press(key, html), shell, false)).toBe(true);
  expect([page.timeline.epoch === 2, page.timeline.playing]).toEqual(key === " " ? [false, true] : [false, false]);
});

it.each([" ", "k", "ArrowLeft", "Home"])("leaves %j to a field, also where it was clicked", async (key) => {
  const { shell } = await openShell();
  expect(handleKey(press(key, "<input type='search'>"), shell, false)).toBe(false);
});

describe("a control", () => {
  const clicked = vi.fn();

  /** A focused control that handles its own arrows, as the matrix does; `open` wraps it in a menu or a dialog. */
  function focusControl(how: "pointer" | "keyboard", wrap = (html: string) => html): HTMLElement {
    document.body.innerHTML = wrap("<button></button>");
    const button = document.querySelector("button");
    if (button === null) throw new Error("no button");
    button.addEventListener("keydown", clicked);
    const start =
      how === "pointer"
        ? new Event("pointerdown", { bubbles: true })
        : new KeyboardEvent("keydown", { key: "Tab", bubbles: true });
    document.body.dispatchEvent(start);
    button.focus();
    return button;
  }

  function keyOn(element: HTMLElement, key: string): boolean {
    return !element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }

  async function connected() {
    const made = await openShell();
    clicked.mockReset();
    return { ...made, stop: new Keyboard(made.shell).connect() };
  }

  it("that was clicked never sees the keys of the timeline", async () => {
    const { page, stop } = await connected();
    const button = focusControl("pointer");
    expect([keyOn(button, "ArrowLeft"), page.timeline.epoch]).toEqual([true, 1]);
    expect([keyOn(button, " "), page.timeline.playing, clicked.mock.calls.length]).toEqual([true, true, 0]);
    stop();
  });

  it("that was clicked is not clicked again where Space is let go, as Firefox would", async () => {
    const { stop } = await connected();
    const button = focusControl("pointer");
    keyOn(button, " ");
    expect(button.dispatchEvent(new KeyboardEvent("keyup", { key: " ", bubbles: true, cancelable: true }))).toBe(false);
    stop();
  });

  it("that was reached by the keyboard takes the keys it needs", async () => {
    const { page, stop } = await connected();
    const button = focusControl("keyboard");
    expect([keyOn(button, " "), clicked.mock.calls.length, page.timeline.playing]).toEqual([false, 1, false]);
    expect(button.dispatchEvent(new KeyboardEvent("keyup", { key: " ", bubbles: true, cancelable: true }))).toBe(true);
    stop();
  });

  it("gives its keys back once something is clicked, and takes them again once it is reached again", async () => {
    const { stop } = await connected();
    const button = focusControl("keyboard");
    button.dispatchEvent(new Event("pointerdown", { bubbles: true }));
    expect([keyOn(button, " "), clicked.mock.calls.length]).toEqual([true, 0]);
    // The window comes to the front again, and the browser restores the focus.
    button.blur();
    button.focus();
    expect([keyOn(button, " "), clicked.mock.calls.length]).toEqual([true, 0]);
    keyOn(button, "Tab");
    button.blur();
    button.focus();
    expect([keyOn(button, " "), clicked.mock.calls.length]).toEqual([false, 2]);
    stop();
  });

  it.each(["dialog", "div role=menu"])("in a %s sees its keys, although a click opened that", async (mode) => {
    const { stop } = await connected();
    const button = focusControl("pointer", (html) => `<${mode}>${html}</${mode.split(" ")[0] ?? ""}>`);
    keyOn(button, "ArrowDown");
    expect(clicked.mock.calls.length).toBe(1);
    stop();
  });
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
