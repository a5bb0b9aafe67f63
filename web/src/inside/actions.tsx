/** What can be done with a drawing, by a button and a key each. */
import type { Action } from "../ui/action.ts";
import type { SketchStore } from "./SketchStore.ts";

export const UNDO: Action<SketchStore> = {
  id: "undo stroke",
  name: "Undo",
  hint: "Take back the last stroke (Ctrl or ⌘ Z)",
  keys: [{ key: "z", shift: false, control: true }],
  isAvailable: ({ canUndo }) => canUndo,
  run: (sketch) => {
    sketch.undo();
  },
};

export const REDO: Action<SketchStore> = {
  id: "redo stroke",
  name: "Redo",
  hint: "Draw it again (Ctrl or ⌘ Shift Z)",
  keys: [
    { key: "z", shift: true, control: true },
    { key: "y", shift: false, control: true },
  ],
  isAvailable: ({ canRedo }) => canRedo,
  run: (sketch) => {
    sketch.redo();
  },
};

export const CLEAR: Action<SketchStore> = {
  id: "clear drawing",
  name: "Clear",
  hint: "Start over (Delete)",
  keys: [{ key: "Delete" }, { key: "Backspace" }],
  isAvailable: ({ canClear }) => canClear,
  run: (sketch) => {
    sketch.clear();
  },
};

export const REPLAY: Action<SketchStore> = {
  id: "replay drawing",
  name: "Replay",
  hint: "Draw it once more, stroke by stroke",
  isAvailable: ({ canClear }) => canClear,
  run: (sketch) => {
    sketch.replay();
  },
};

export const SKETCH_ACTIONS: readonly Action<SketchStore>[] = [UNDO, REDO, CLEAR, REPLAY];
