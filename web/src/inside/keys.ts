/** The keys of the drawing: they come before those of the page, whose undo would take back something else. */
import { isPressed, run } from "../ui/action.ts";
import type { Action } from "../ui/action.ts";
import { SKETCH_ACTIONS } from "./actions.tsx";
import type { InsideStore } from "./InsideStore.ts";
import type { SketchStore } from "./SketchStore.ts";

/** Listen to the keys while the inside is shown. Returns how to stop. */
export function followKeys({ input, page, sketch }: InsideStore): () => void {
  const listening = new AbortController();
  const onKey = (event: KeyboardEvent): void => {
    if (input.source !== "draw" || page.help.open || event.altKey || isTypedInto(event.target)) return;
    const action = SKETCH_ACTIONS.find(({ keys = [] }: Action<SketchStore>) =>
      keys.some((key) => isPressed(key, event)),
    );
    if (action === undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    run(action, sketch);
  };
  window.addEventListener("keydown", onKey, { capture: true, signal: listening.signal });
  return () => {
    listening.abort();
  };
}

function isTypedInto(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("input, textarea, select, [contenteditable]");
}
