/** Which view of the run is open: the map of its samples, or the inside of its network. */
import { makeAutoObservable, observableRef } from "mobx";
import type { Params } from "./location.ts";

export type Mode = "map" | "inside";

/** The parameters of the address that belong to the inside of a network; `inside/` reads and writes them. */
export const INSIDE_NAMES: ReadonlySet<string> = new Set(
  "input draw camera frame unit open maps layers rows pinned scales neurons toward cells played averaged with".split(
    " ",
  ),
);

const NO_CHOICES: Params = new Map();

export class ModeStore {
  mode: Mode = "map";
  /** What is chosen inside, as parameters of the address. */
  choices: Params = NO_CHOICES;
  /** Whether recorded samples are what is looked at: only then is it of use to find some. */
  takesSamples = false;
  /** A picture that was dropped on the page, until it is looked at. */
  dropped: File | null = null;

  constructor() {
    makeAutoObservable(this, { choices: observableRef, dropped: observableRef });
  }

  get inside(): boolean {
    return this.mode === "inside";
  }

  get findsSamples(): boolean {
    return !this.inside || this.takesSamples;
  }

  show(mode: Mode, choices: Params = this.choices): void {
    this.mode = mode;
    this.choices = choices;
  }

  /** Look at a recorded sample. */
  lookAt(sample: number): void {
    this.show("inside", new Map([...this.choices, ["input", String(sample)]]));
  }

  takeSamples(takes: boolean): void {
    this.takesSamples = takes;
  }

  /** Look at a picture. */
  drop(picture: File): void {
    this.dropped = picture;
    this.mode = "inside";
  }

  /** The dropped picture has become an input. */
  takeDropped(): void {
    this.dropped = null;
  }
}
