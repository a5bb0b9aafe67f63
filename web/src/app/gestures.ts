/** Tells the history where one action of the user ends and the next one begins. */
import type { HistoryStore } from "./HistoryStore.ts";

/**
 * A press, a key and a turn of the wheel each begin one; what is dragged while the pointer is down belongs to the press.
 * Fields also change without any of these: from a color picker, by voice, from a screen reader.
 */
export function followGestures(history: HistoryStore): () => void {
  const listening = new AbortController();
  const early = { capture: true, passive: true, signal: listening.signal };
  let pressed = false;
  const begin = () => {
    history.begin();
  };
  window.addEventListener(
    "pointerdown",
    () => {
      pressed = true;
      begin();
    },
    early,
  );
  for (const end of ["pointerup", "pointercancel"])
    window.addEventListener(
      end,
      () => {
        pressed = false;
      },
      early,
    );
  window.addEventListener(
    "keydown",
    (event) => {
      if (!event.repeat) begin();
    },
    early,
  );
  window.addEventListener("wheel", begin, early);
  window.addEventListener(
    "mousedown",
    (event) => {
      if (event.detail > 1) history.double();
    },
    early,
  );
  // A click without a pointer, as by a program or an assistive technology, has no count.
  window.addEventListener(
    "click",
    (event) => {
      if (event.detail === 0) begin();
    },
    early,
  );
  window.addEventListener(
    "input",
    () => {
      if (!pressed) begin();
    },
    early,
  );
  return () => {
    listening.abort();
  };
}
