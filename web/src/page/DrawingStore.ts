/** How each sample is drawn: not at all, in its color, or in gray while others are selected or found. */
import { makeAutoObservable } from "mobx";
import type { RunStore } from "../loaded/RunStore.ts";
import { numbersWhere } from "../numbers/numbersWhere.ts";
import type { ClassesStore } from "./ClassesStore.ts";
import type { QueryStore } from "./QueryStore.ts";
import type { SelectionStore } from "./SelectionStore.ts";
import type { SubsetStore } from "./SubsetStore.ts";

export const HIDDEN = 0,
  SHOWN = 1,
  GRAYED = 2;
/** The ways of more samples than this would be one gray ball. */
export const MOST_TRAILS = 1000;

const NOBODY = new Uint32Array();

/** What a picture has to know of its samples. */
export type Drawing = Pick<
  DrawingStore,
  "states" | "onScreen" | "shown" | "found" | "foundByClass" | "raised" | "selected" | "trails"
>;

export class DrawingStore {
  constructor(
    private readonly run: RunStore,
    private readonly classes: ClassesStore,
    private readonly subset: SubsetStore,
    private readonly selection: SelectionStore,
    private readonly query: QueryStore,
  ) {
    makeAutoObservable<this, "run" | "classes" | "subset" | "selection" | "query">(this, {
      run: false,
      classes: false,
      subset: false,
      selection: false,
      query: false,
    });
  }

  /** HIDDEN, SHOWN or GRAYED, shape (samples). While a class is pointed at, it alone is in its color. */
  get states(): Uint8Array<ArrayBuffer> {
    const { highlighted } = this.classes;
    const label = this.run.samples?.label;
    if (highlighted === null) return this.lasting;
    return this.lasting.map((state, sample) =>
      state === HIDDEN ? HIDDEN : label?.[sample] === highlighted ? SHOWN : GRAYED,
    );
  }

  /** 1 for the samples on screen, shape (samples). */
  get onScreen(): Uint8Array<ArrayBuffer> {
    return this.subset.onScreen;
  }

  /** The samples on screen, whether in their color or in gray. */
  get shown(): Uint32Array<ArrayBuffer> {
    return numbersWhere(this.states, (state) => state !== HIDDEN);
  }

  /** The samples on screen that the query finds; null where it has no answer. */
  get found(): Uint32Array<ArrayBuffer> | null {
    const { matches } = this.query;
    return matches === null
      ? null
      : numbersWhere(this.states, (state, sample) => state !== HIDDEN && matches[sample] === 1);
  }

  /** How many of each class of the subset the query finds, whether the class is visible or not; null where it has no answer. */
  get foundByClass(): number[] | null {
    const { matches } = this.query;
    if (matches === null) return null;
    const { members } = this.subset;
    const counts = new Array<number>(this.classes.names.length).fill(0);
    this.run.samples?.label.forEach((number, sample) => {
      if (members[sample] === 1 && matches[sample] === 1) counts[number] = (counts[number] ?? 0) + 1;
    });
    return counts;
  }

  /** Who is drawn above the others, which are gray: the class pointed at, the selected samples, else those that the query finds. */
  get raised(): Uint32Array<ArrayBuffer> {
    if (this.classes.highlighted !== null) return numbersWhere(this.states, (state) => state === SHOWN);
    return this.selection.empty ? (this.found ?? NOBODY) : this.selected;
  }

  /** The selected samples that are on screen. */
  get selected(): Uint32Array<ArrayBuffer> {
    const { lasting } = this;
    return this.selection.samples.filter((sample) => lasting[sample] === SHOWN);
  }

  /** Whose ways are drawn: the selected ones', where they are few enough to follow. */
  get trails(): Uint32Array<ArrayBuffer> {
    return this.selected.length <= MOST_TRAILS ? this.selected : new Uint32Array();
  }

  /** How samples are drawn while no class is pointed at. */
  private get lasting(): Uint8Array<ArrayBuffer> {
    const states = this.subset.members.slice();
    const { hidden } = this.classes;
    const { matches } = this.query;
    const unselected = this.selection.empty ? SHOWN : GRAYED;
    this.run.samples?.label.forEach((number, sample) => {
      const there = states[sample] === 1 && !hidden.has(number);
      states[sample] = !there ? HIDDEN : matches?.[sample] === 0 ? GRAYED : unselected;
    });
    for (const sample of this.selection.samples) if (states[sample] !== HIDDEN) states[sample] = SHOWN;
    return states;
  }
}
