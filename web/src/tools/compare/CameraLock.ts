/** Moves the cameras of two views together: each pan and zoom of one is repeated in the other. */
import { compareStructural, makeAutoObservable, reaction } from "mobx";
import type { Page } from "../../page/Page.ts";
import type { View, ViewStore } from "../../page/ViewStore.ts";

type Seen = Pick<ViewStore, "view" | "camera">;

export class CameraLock {
  locked = false;
  /** The view that moves because the other one did. */
  #repeating: Page | null = null;

  constructor() {
    makeAutoObservable(this);
  }

  toggle(): void {
    this.locked = !this.locked;
  }

  lock(locked: boolean): void {
    this.locked = locked;
  }

  /** Keep two views in step while they are locked. Return a function that stops this. */
  follow(first: Page, second: Page): () => void {
    const stops = [this.repeat(first, second), this.repeat(second, first)];
    return () => {
      for (const stop of stops) stop();
    };
  }

  private repeat(from: Page, to: Page): () => void {
    return reaction(
      (): Seen => ({ view: from.view.view, camera: from.view.camera }),
      (now, before) => {
        if (!this.locked || this.#repeating === from) return;
        const goal = goalOf(now, before, to.view);
        if (goal === undefined) return;
        this.#repeating = to;
        to.view.goTo(goal);
        // What follows in the other view follows at once.
        queueMicrotask(() => {
          this.#repeating = null;
        });
      },
      { equals: compareStructural },
    );
  }
}

/** Return where the other camera goes; null shows the whole projection, undefined is nowhere else. */
function goalOf(now: Seen, before: Seen, other: Seen): View | null | undefined {
  if (now.view === null) return before.view === null || other.view === null ? undefined : null;
  if (now.camera === null || before.camera === null || other.camera === null) return undefined;
  return compareStructural(now.camera, before.camera) ? undefined : repeated(before.camera, now.camera, other.camera);
}

/** Return where a camera is after the same movement on screen as another one's. */
export function repeated(before: View, now: View, camera: View): View {
  const zoom = (camera.zoom * now.zoom) / before.zoom;
  const scale = now.zoom / zoom;
  return { x: camera.x + (now.x - before.x) * scale, y: camera.y + (now.y - before.y) * scale, zoom };
}
