/** A picture that is dropped anywhere on the page is looked at by the network. */
import type { Page } from "../page/Page.ts";

/** Listen to what is dropped; return how to stop. */
export function followDrops({ mode, run }: Page): () => void {
  const listening = new AbortController();
  const isFile = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") === true;
  const onDrag = (event: DragEvent): void => {
    // Otherwise the browser opens the file in place of the page.
    if (isFile(event)) event.preventDefault();
  };
  const onDrop = (event: DragEvent): void => {
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    event.preventDefault();
    if (run.manifest !== null) mode.drop(file);
  };
  window.addEventListener("dragover", onDrag, { signal: listening.signal });
  window.addEventListener("drop", onDrop, { signal: listening.signal });
  return () => {
    listening.abort();
  };
}
