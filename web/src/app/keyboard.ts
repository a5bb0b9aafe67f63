/** The keys of the timeline, wherever the focus is, unless it is somewhere that needs the key itself. */
import type { Page } from "../page/Page.ts";

const ARROWS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];
const FAR = 5;

/** What the keys do, as the help lists it. */
export const KEYS: readonly (readonly [keys: string, words: string])[] = [
  ["Space", "play and pause"],
  ["← →", "one epoch back, one forward"],
  ["Shift ← →", "five epochs back, five forward"],
  ["Home End", "first epoch, last epoch"],
  ["↑ ↓", "the layer before, the layer after"],
  ["Esc", "clear the selection"],
  ["Ctrl or ⌘ Z", "undo a change of the selection; with Shift, redo"],
  ["?", "this help"],
];

/** Do what the key stands for; true where it stood for something. */
export function handleKey(event: KeyboardEvent, page: Page): boolean {
  if (event.altKey || takesKey(event.target, event.key)) return false;
  const intent =
    event.ctrlKey || event.metaKey
      ? withControl(event, page)
      : (page.help.open ? behindHelp(page) : intents(event, page))[event.key];
  if (intent === undefined) return false;
  intent();
  return true;
}

function withControl({ key, shiftKey }: KeyboardEvent, { help, selection }: Page): (() => void) | undefined {
  if (key.toLowerCase() !== "z" || help.open) return undefined;
  return shiftKey
    ? () => {
        selection.redo();
      }
    : () => {
        selection.undo();
      };
}

/** The help covers what the other keys would change; Escape closes it without us. */
function behindHelp({ help }: Page): Record<string, (() => void) | undefined> {
  return {
    "?": () => {
      help.toggle();
    },
  };
}

function intents(
  { shiftKey, target }: KeyboardEvent,
  { timeline, positions, projection, selection, help }: Page,
): Record<string, (() => void) | undefined> {
  const step = shiftKey ? FAR : 1;
  // On a slider, up and down are a step too, as people of assistive technology expect.
  const onSlider = target instanceof Element && target.matches(".epoch-slider");
  return {
    " ": () => {
      if (positions.complete) timeline.togglePlaying();
    },
    ArrowLeft: () => {
      timeline.skip(-step);
    },
    ArrowRight: () => {
      timeline.skip(step);
    },
    Home: () => {
      timeline.showFirst();
    },
    End: () => {
      timeline.showLast();
    },
    PageUp: onSlider
      ? () => {
          timeline.skip(FAR);
        }
      : undefined,
    PageDown: onSlider
      ? () => {
          timeline.skip(-FAR);
        }
      : undefined,
    ArrowUp: () => {
      if (onSlider) timeline.skip(step);
      else projection.skipLayers(-1);
    },
    ArrowDown: () => {
      if (onSlider) timeline.skip(-step);
      else projection.skipLayers(1);
    },
    Escape: () => {
      selection.clear();
    },
    "?": () => {
      help.toggle();
    },
  };
}

/** Fields take every key; buttons take space; lists of choices and sliders take arrows, but for that of the epochs. */
function takesKey(target: EventTarget | null, key: string): boolean {
  // An open menu is closed by it, also while the focus is still on the menu's button.
  if (key === "Escape" && document.querySelector(":popover-open") !== null) return true;
  if (!(target instanceof Element)) return false;
  if (target.matches(".epoch-slider")) return false;
  if (target.matches("input[type=range], input[type=radio]"))
    return ARROWS.includes(key) || (key === " " && target.matches("[type=radio]"));
  if (target.matches("input, select, textarea, [contenteditable]")) return true;
  return key === " " && target.matches("button, a, summary");
}
