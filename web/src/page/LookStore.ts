/** How the plot shows its samples: as points, or as the density of their classes, which many points would hide. */
import { makeAutoObservable } from "mobx";
import type { SubsetStore } from "./SubsetStore.ts";

export const LOOKS = ["points", "density"] as const;
export type Look = (typeof LOOKS)[number];

/** More samples on screen than this show as density, unless the user chose otherwise. */
export const MOST_POINTS = 30_000;

interface Needs {
  readonly subset: Pick<SubsetStore, "shownCount">;
}

export class LookStore {
  /** Null is what suits the number of samples. */
  chosen: Look | null = null;

  constructor(private readonly page: Needs) {
    makeAutoObservable(this);
  }

  get look(): Look {
    return this.chosen ?? this.suitable;
  }

  /** The look while the epochs play: outlines of very many samples would cost a third of the frames. */
  get playing(): Look {
    return this.chosen ?? "points";
  }

  /** Choose a look; an unknown name leaves it to the number of samples. */
  choose(look: string | null): void {
    this.chosen = LOOKS.find((one) => one === look) ?? null;
  }

  toggleDensity(): void {
    const other = this.look === "density" ? "points" : "density";
    this.chosen = other === this.suitable ? null : other;
  }

  private get suitable(): Look {
    return this.page.subset.shownCount > MOST_POINTS ? "density" : "points";
  }
}
