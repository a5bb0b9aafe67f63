/** What a first visit sees: the training, played once from the first epoch to the last, then hints, one at a time. */
import { makeAutoObservable, reaction, when } from "mobx";
import type { Page } from "../page/Page.ts";
import { HINTS } from "./hints.ts";
import type { Hint } from "./hints.ts";

/** Long enough to see classes come apart, short enough to watch to the end. */
export const SECONDS = 6;

export class FirstVisit {
  /** The training has been played, or is not to be. */
  private watched = false;
  /** It did play. */
  played = false;
  private at = 0;

  constructor(private readonly page: Page) {
    makeAutoObservable(this);
  }

  get playing(): boolean {
    return this.page.timeline.playingThrough;
  }

  /** Null while the training plays, and once all hints were read. */
  get hint(): Hint | null {
    const { help, stage } = this.page;
    if (!help.hinting || !this.watched || this.playing || stage.state !== "ready") return null;
    return this.hints[this.at] ?? null;
  }

  /** "2 of 3" */
  get progress(): string {
    return `${this.at + 1} of ${this.hints.length}`;
  }

  get isLast(): boolean {
    return this.at >= this.hints.length - 1;
  }

  /** Whether questions to start with are offered. */
  get offersStarters(): boolean {
    return this.page.help.hinting && this.watched && !this.playing;
  }

  showNext(): void {
    if (this.isLast) this.page.help.dismissHints();
    else this.at += 1;
  }

  /** Play the training as soon as it is here, unless the address names an epoch or the user wants less motion. */
  welcome(namesEpoch: boolean): void {
    if (namesEpoch || !this.page.help.hinting) this.settle();
  }

  start(): () => void {
    const { help, positions, timeline } = this.page;
    const stops = [
      when(
        () => !this.watched && help.hinting && positions.complete && timeline.lastIndex > 0,
        () => {
          this.settle();
          if (!timeline.reducedMotion) this.play();
        },
      ),
      reaction(
        () => help.hinting,
        (hinting) => {
          if (!hinting) this.settle();
        },
      ),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  private play(): void {
    this.played = true;
    this.page.timeline.playThrough(SECONDS);
  }

  private settle(): void {
    this.watched = true;
  }

  private get hints(): readonly Hint[] {
    return HINTS.filter(({ isOffered }) => isOffered?.(this.page) ?? true);
  }
}
