/** The keys of all actions, wherever the focus is, unless it is somewhere that needs the key itself. */
import { run } from "../ui/action.ts";
import type { Action, Key } from "../ui/action.ts";
import { ACTIONS, HELP_ACTIONS } from "./actions.tsx";
import type { Shell } from "./Shell.ts";

const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];

/** Run the key's action; true where it has one. */
export function handleKey(event: KeyboardEvent, shell: Shell): boolean {
  if (event.altKey || takesKey(event.target, event.key)) return false;
  const action = actionOf(event, shell.page.help.open ? HELP_ACTIONS : ACTIONS);
  if (action === undefined) return false;
  run(action, shell);
  return true;
}

function actionOf(event: KeyboardEvent, actions: readonly Action<Shell>[]): Action<Shell> | undefined {
  return actions.find(({ keys = [] }) => keys.some((key) => isPressed(key, event)));
}

function isPressed({ key, shift, control = false, onSlider }: Key, event: KeyboardEvent): boolean {
  return (
    key === (control ? event.key.toLowerCase() : event.key) &&
    control === (event.ctrlKey || event.metaKey) &&
    (shift ?? event.shiftKey) === event.shiftKey &&
    (onSlider ?? isOnSlider(event.target)) === isOnSlider(event.target)
  );
}

function isOnSlider(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(".epoch-slider");
}

/** Fields take every key; buttons take space; lists of choices and sliders take arrows, but for that of the epochs. */
function takesKey(target: EventTarget | null, key: string): boolean {
  // An open menu is closed by it, also while the focus is still on the menu's button.
  if (key === "Escape" && document.querySelector(":popover-open") !== null) return true;
  if (!(target instanceof Element) || isOnSlider(target)) return false;
  if (target.matches("input[type=range], input[type=radio]"))
    return ARROWS.includes(key) || (key === " " && target.matches("[type=radio]"));
  if (target.matches("input, select, textarea, [contenteditable]")) return true;
  return key === " " && target.matches("button, a, summary");
}
