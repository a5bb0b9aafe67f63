/** How each sample is drawn: not at all, in its colour, or in grey while others are selected. */
import { makeAutoObservable } from "mobx";
import type { ClassesStore } from "./ClassesStore.ts";
import type { RunStore } from "./RunStore.ts";
import type { SelectionStore } from "./SelectionStore.ts";
import type { SubsetStore } from "./SubsetStore.ts";

export const HIDDEN = 0, SHOWN = 1, GREYED = 2;
/** The ways of more samples than this would be one grey ball. */
export const MOST_TRAILS = 1000;

export class DrawingStore {
  constructor(
    private readonly run: RunStore,
    private readonly classes: ClassesStore,
    private readonly subset: SubsetStore,
    private readonly selection: SelectionStore,
  ) {
    makeAutoObservable<this, "run" | "classes" | "subset" | "selection">(this, { run: false, classes: false, subset: false, selection: false });
  }

  /** HIDDEN, SHOWN or GREYED, shape (samples). */
  get states(): Uint8Array<ArrayBuffer> {
    const states = this.subset.members.slice();
    const { hidden } = this.classes;
    const others = this.selection.empty ? SHOWN : GREYED;
    this.run.samples?.label.forEach((number, sample) => {
      states[sample] = states[sample] === 1 && !hidden.has(number) ? others : HIDDEN;
    });
    for (const sample of this.selection.samples) if (states[sample] !== HIDDEN) states[sample] = SHOWN;
    return states;
  }

  /** The samples on screen, whether in their colour or in grey. */
  get shown(): number[] {
    return [...this.states.keys()].filter((sample) => this.states[sample] !== HIDDEN);
  }

  /** The selected samples that are on screen. */
  get selected(): Uint32Array<ArrayBuffer> {
    const { states } = this;
    return this.selection.samples.filter((sample) => states[sample] === SHOWN);
  }

  /** Whose ways are drawn: the selected ones', where they are few enough to follow. */
  get trails(): Uint32Array<ArrayBuffer> {
    return this.selected.length <= MOST_TRAILS ? this.selected : new Uint32Array();
  }
}
