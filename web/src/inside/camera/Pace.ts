/** How many looks a second a camera gets, of how many pictures, and how long an answer takes. */
import { makeAutoObservable, observableRef } from "mobx";

export interface Paces {
  /** A second. */
  readonly looks: number;
  /** Of the camera, a second. */
  readonly frames: number;
  /** Milliseconds from a picture to its answer, the median. */
  readonly delay: number;
}

/** Milliseconds over which it is counted, and after which what is shown changes. */
const SPAN = 2000;
const SHOWN_FOR = 500;

export class Pace {
  /** Null until it is known. */
  shown: Paces | null = null;
  private begun = 0;
  private shownAt = 0;
  private frames: readonly number[] = [];
  private answers: readonly { readonly at: number; readonly delay: number }[] = [];

  constructor() {
    makeAutoObservable<this, "begun" | "shownAt" | "frames" | "answers">(this, {
      shown: observableRef,
      begun: false,
      shownAt: false,
      frames: false,
      answers: false,
    });
  }

  begin(now: number): void {
    this.begun = this.shownAt = now;
    this.frames = this.answers = [];
    this.shown = null;
  }

  /** The camera has a picture, looked at or not. */
  saw(now: number): void {
    this.frames = [...this.frames.filter((at) => at > now - SPAN), now];
  }

  /** What was taken is answered. */
  answered(taken: number, now: number): void {
    this.answers = [...this.answers.filter(({ at }) => at > now - SPAN), { at: now, delay: now - taken }];
    if (now - this.shownAt >= SHOWN_FOR) this.show(now);
  }

  private show(now: number): void {
    const seconds = Math.min(SPAN, now - this.begun) / 1000;
    const delays = this.answers.map(({ delay }) => delay).toSorted((one, other) => one - other);
    this.shownAt = now;
    this.shown = {
      looks: this.answers.length / seconds,
      frames: this.frames.length / seconds,
      delay: delays[Math.floor(delays.length / 2)] ?? 0,
    };
  }
}
