/** The keys of the timeline, wherever the focus is, unless it is somewhere that needs the key itself. */
import type { AppStore } from "../stores/AppStore.ts";

const ARROWS = ["ArrowLeft", "ArrowRight", "Home", "End"];

/** Do what the key stands for; true where it stood for something. */
export function handleKey(event: KeyboardEvent, app: AppStore): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || takesKey(event.target, event.key)) return false;
  const intent = intents(app)[event.key];
  if (intent === undefined) return false;
  intent();
  return true;
}

function intents({ timeline, frames }: AppStore): Partial<Record<string, () => void>> {
  return {
    " ": () => { if (frames.complete) timeline.togglePlaying(); },
    ArrowLeft: () => { timeline.showPrevious(); },
    ArrowRight: () => { timeline.showNext(); },
    Home: () => { timeline.showFirst(); },
    End: () => { timeline.showLast(); },
  };
}

/** Fields take every key; buttons take space; sliders, lists of choices and scrolling parts take arrows. */
function takesKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.matches("input[type=range], input[type=radio]")) return ARROWS.includes(key) || (key === " " && target.matches("[type=radio]"));
  if (target.matches("input, select, textarea, [contenteditable]")) return true;
  return key === " " && target.matches("button, a, summary");
}
