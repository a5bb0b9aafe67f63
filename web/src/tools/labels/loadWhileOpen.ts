/** Loads label errors while the tool is open, after all positions. */
import { reaction } from "mobx";
import type { Page } from "../../page/Page.ts";
import type { LabelErrorsStore } from "./LabelErrorsStore.ts";

/** Returns how to stop. */
export function loadWhileOpen(store: LabelErrorsStore, { positions, run, workspace }: Page): () => void {
  return reaction(
    () => (positions.complete && workspace.open === "labels" ? run.manifest : null),
    (manifest) => {
      if (manifest) void store.load(manifest);
    },
  );
}
