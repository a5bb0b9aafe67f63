/** How each sample is drawn: not at all, in its color, or in gray while others are selected or found. */
import { makeAutoObservable } from "mobx";
import type { RunStore } from "../loaded/RunStore.ts";
import { numbersWhere } from "../numbers/samples.ts";
import type { ClassesStore } from "./ClassesStore.ts";
import type { QueryStore } from "./QueryStore.ts";
import type { SelectionStore } from "./SelectionStore.ts";
import type { SubsetStore } from "./SubsetStore.ts";

export const HIDDEN = 0,
  SHOWN = 1,
  GRAYED = 2;
/** The trajectories of more samples than this would hide everything. */
export const MOST_TRAILS = 1000;

const NONE = new Uint32Array();

/** What a plot needs to know about its samples. */
export type Drawing = Pick<
  DrawingStore,
  "states" | "onScreen" | "shown" | "found" | "foundByClass" | "raised" | "selected" | "trails"
>;

interface Needs {
  readonly run: RunStore;
  readonly classes: ClassesStore;
  readonly subset: SubsetStore;
  readonly selection: SelectionStore;
  readonly query: QueryStore;
}

export class DrawingStore {
  constructor(private readonly page: Needs) {
    makeAutoObservable(this);
  }

  /** HIDDEN, SHOWN or GRAYED, shape (samples). While a class is highlighted, only it is in its color. */
  get states(): Uint8Array<ArrayBuffer> {
    const { highlighted } = this.page.classes;
    const label = this.page.run.samples?.label;
    if (highlighted === null) return this.lasting;
    return this.lasting.map((state, sample) =>
      state === HIDDEN ? HIDDEN : label?.[sample] === highlighted ? SHOWN : GRAYED,
    );
  }

  /** 1 for the samples on screen, shape (samples). */
  get onScreen(): Uint8Array<ArrayBuffer> {
    return this.page.subset.onScreen;
  }

  /** The samples on screen, whether in their color or in gray. */
  get shown(): Uint32Array<ArrayBuffer> {
    return numbersWhere(this.states, (state) => state !== HIDDEN);
  }

  /** The samples on screen that match the query; null while there is no result. */
  get found(): Uint32Array<ArrayBuffer> | null {
    const { matches } = this.page.query;
    return matches === null
      ? null
      : numbersWhere(this.states, (state, sample) => state !== HIDDEN && matches[sample] === 1);
  }

  /** How many samples of each class in the subset match the query, visible or not; null while there is no result. */
  get foundByClass(): number[] | null {
    const { matches } = this.page.query;
    if (matches === null) return null;
    const { members } = this.page.subset;
    const counts = new Array<number>(this.page.classes.names.length).fill(0);
    this.page.run.samples?.label.forEach((number, sample) => {
      if (members[sample] === 1 && matches[sample] === 1) counts[number] = (counts[number] ?? 0) + 1;
    });
    return counts;
  }

  /** The samples drawn above the gray ones: the highlighted class, else the selected samples, else those that match. */
  get raised(): Uint32Array<ArrayBuffer> {
    if (this.page.classes.highlighted !== null) return numbersWhere(this.states, (state) => state === SHOWN);
    return this.page.selection.empty ? (this.found ?? NONE) : this.selected;
  }

  /** The selected samples that are on screen. */
  get selected(): Uint32Array<ArrayBuffer> {
    const { lasting } = this;
    return this.page.selection.samples.filter((sample) => lasting[sample] === SHOWN);
  }

  /** The samples whose trajectories are drawn: the selected ones, if they are few enough to follow. */
  get trails(): Uint32Array<ArrayBuffer> {
    return this.selected.length <= MOST_TRAILS ? this.selected : NONE;
  }

  /** How samples are drawn while no class is highlighted. */
  private get lasting(): Uint8Array<ArrayBuffer> {
    const states = this.page.subset.members.slice();
    const { hidden } = this.page.classes;
    const { matches } = this.page.query;
    const unselected = this.page.selection.empty ? SHOWN : GRAYED;
    this.page.run.samples?.label.forEach((number, sample) => {
      const visible = states[sample] === 1 && !hidden.has(number);
      states[sample] = !visible ? HIDDEN : matches?.[sample] === 0 ? GRAYED : unselected;
    });
    for (const sample of this.page.selection.samples) if (states[sample] !== HIDDEN) states[sample] = SHOWN;
    return states;
  }
}
