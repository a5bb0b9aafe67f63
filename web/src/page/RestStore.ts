/** At which epoch the timeline last stood still: what nobody could read if it changed while the epochs play goes by this one. */
import { makeAutoObservable, reaction } from "mobx";
import type { TimelineStore } from "./TimelineStore.ts";

export class RestStore {
  epoch: number | null = null;

  constructor(private readonly timeline: TimelineStore) {
    makeAutoObservable<this, "timeline">(this, { timeline: false });
  }

  /** Returns how to stop. */
  follow(): () => void {
    return reaction(
      () => this.standsAt,
      (epoch) => {
        if (epoch !== null) this.rest(epoch);
      },
      { fireImmediately: true },
    );
  }

  /** Null on the way from one epoch to another. */
  private get standsAt(): number | null {
    const { epoch, index, playing, shownPlace } = this.timeline;
    return !playing && shownPlace === index ? epoch : null;
  }

  private rest(epoch: number): void {
    this.epoch = epoch;
  }
}
