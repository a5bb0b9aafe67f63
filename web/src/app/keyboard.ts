/** The keys of all actions, wherever the focus is. A control that was clicked leaves its keys to the timeline. */
import { isPressed, run } from "../ui/action.ts";
import type { Action, Key } from "../ui/action.ts";
import { ACTIONS, HELP_ACTIONS } from "./actions.tsx";
import type { Shell } from "./Shell.ts";

const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"];
/** The keys that controls use as well. */
const CONTESTED = [" ", ...ARROWS];
const MODIFIERS = ["Shift", "Control", "Alt", "Meta"];
const NOT_TYPED_INTO = ["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"];
const TYPED_INTO = `input${NOT_TYPED_INTO.map((type) => `:not([type=${type}])`).join("")}, textarea, [contenteditable]`;

/**
 * Space plays and the arrows step, whatever was clicked last. A control takes these keys only if it was reached by the
 * keyboard: `:focus-visible` would say so, but browsers also set it when a key is pressed after a click.
 */
export class Keyboard {
  /** Whether the focus came to where it is by the keyboard. */
  private reached = true;
  private pointing = false;
  private spaceTaken = false;

  constructor(private readonly shell: Shell) {}

  /** Listen to the keys of the page; return how to stop. */
  connect(): () => void {
    const listening = new AbortController();
    const early = { capture: true, signal: listening.signal };
    const late = { signal: listening.signal };
    document.addEventListener("pointerdown", this.onPointer, early);
    document.addEventListener("focusin", this.onFocus, early);
    document.addEventListener("keydown", this.onEarlyKey, early);
    document.addEventListener("keyup", this.onKeyUp, early);
    window.addEventListener("keydown", this.onKey, late);
    return () => {
      listening.abort();
    };
  }

  private readonly onPointer = (): void => {
    this.pointing = true;
    this.reached = false;
  };

  private readonly onFocus = (): void => {
    this.reached = !this.pointing;
  };

  /** Take a key before the control that was clicked sees it; menus and dialogs keep theirs. */
  private readonly onEarlyKey = (event: KeyboardEvent): void => {
    this.spaceTaken = false;
    const contested = !this.reached && CONTESTED.includes(event.key) && !isInMode(event.target);
    if (contested && this.take(event)) {
      event.stopPropagation();
      this.spaceTaken = event.key === " ";
    } else if (!MODIFIERS.includes(event.key)) this.pointing = false;
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    this.take(event);
  };

  /** Firefox clicks a button when Space is let go, whatever became of the press. */
  private readonly onKeyUp = (event: KeyboardEvent): void => {
    if (event.key === " " && this.spaceTaken) event.preventDefault();
  };

  private take(event: KeyboardEvent): boolean {
    const taken = handleKey(event, this.shell, this.reached);
    if (taken) event.preventDefault();
    return taken;
  }
}

/** Run the key's action; true where it has one. `reached` says whether the focus came by the keyboard. */
export function handleKey(event: KeyboardEvent, shell: Shell, reached = true): boolean {
  if (event.altKey || takesKey(event.target, event.key, reached)) return false;
  const action = actionOf(event, shell.page.help.open ? HELP_ACTIONS : ACTIONS);
  if (action === undefined) return false;
  run(action, shell);
  return true;
}

function actionOf(event: KeyboardEvent, actions: readonly Action<Shell>[]): Action<Shell> | undefined {
  return actions.find(({ keys = [] }) => keys.some((key) => isPressedThere(key, event)));
}

/** Whether a key is pressed, and where it has to be. */
function isPressedThere(key: Key, event: KeyboardEvent): boolean {
  const onSlider = isOnSlider(event.target);
  return isPressed(key, event) && (key.onSlider ?? onSlider) === onSlider;
}

function isOnSlider(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(".epoch-slider");
}

/** Fields take every key, however they were reached; the slider of the epochs takes none that the page does not. */
function takesKey(target: EventTarget | null, key: string, reached: boolean): boolean {
  // An open menu is closed by it, also while the focus is still on the menu's button.
  if (key === "Escape" && document.querySelector(":popover-open") !== null) return true;
  if (!(target instanceof Element) || isOnSlider(target)) return false;
  return target.matches(TYPED_INTO) || isOpenList(target) || (reached && uses(target, key));
}

/** Whether a control that is no field needs a key: lists of choices and sliders need arrows, buttons need Space. */
function uses(target: Element, key: string): boolean {
  // A letter goes to the next choice that begins with it.
  if (target.matches("select")) return key.length > 1 || !",.".includes(key);
  if (target.matches("input[type=range], input[type=radio]") && ARROWS.includes(key)) return true;
  return key === " " && target.matches("button, a, summary, input:not([type=range])");
}

function isOpenList(target: Element): boolean {
  return target.matches("select") && CSS.supports("selector(:open)") && target.matches(":open");
}

/** A menu or a dialog is a mode of its own: its keys are its own, however it was opened. */
function isInMode(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("dialog, [role=menu]") !== null;
}
