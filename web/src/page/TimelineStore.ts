/** Where the picture is in the training: an epoch, or on the way to one. */
import { makeAutoObservable } from "mobx";
import type { ProjectionStore } from "./ProjectionStore.ts";
import { frameTicker } from "./ticker.ts";
import type { Ticker } from "./ticker.ts";

/** Epochs a second. */
export const SPEEDS = [0.5, 1, 2, 4] as const;

/** Milliseconds in which a step to another epoch covers about two thirds of its way. */
const EASE = 90;
const ARRIVED = 0.004;

export class TimelineStore {
  playing = false;
  speed = 1;
  /** Whether playing begins again after the last epoch. */
  loop = false;
  /** For people who asked their system for less motion: epochs change by cuts. */
  reducedMotion = false;
  /** The epoch asked for; null is the last one. */
  private wanted: number | null = null;
  /** Where the picture is between the epochs' places 0, 1, 2, … */
  private place = 0;
  private stopTicking: (() => void) | null = null;

  /** Beside a first view, this one is always where that one is: `first` is its timeline. */
  constructor(
    private readonly projection: ProjectionStore,
    private readonly ticker: Ticker = frameTicker,
    private readonly first: TimelineStore | null = null,
  ) {
    makeAutoObservable<this, "projection" | "ticker" | "first" | "stopTicking">(this, {
      projection: false,
      ticker: false,
      first: false,
      stopTicking: false,
    });
  }

  get epochs(): readonly number[] {
    return this.projection.entry?.epochs ?? [];
  }

  /** The place of the epoch asked for; the nearest one where the projection does not hold it. */
  get index(): number {
    if (this.first !== null) return Math.round(placeOf(this.first.shownEpoch, this.epochs));
    const wanted = this.wanted ?? Infinity;
    if (wanted === Infinity) return Math.max(0, this.epochs.length - 1);
    const distances = this.epochs.map((epoch) => Math.abs(epoch - wanted));
    return Math.max(0, distances.indexOf(Math.min(...distances)));
  }

  get epoch(): number | null {
    return this.epochs[this.index] ?? null;
  }

  get lastIndex(): number {
    return Math.max(0, this.epochs.length - 1);
  }

  /** What to draw: a whole number is an epoch, 2.5 is half-way from the third to the fourth. */
  get shownPlace(): number {
    if (this.first !== null) return placeOf(this.first.shownEpoch, this.epochs);
    const place = Math.min(this.place, this.lastIndex);
    return this.reducedMotion ? this.index : place;
  }

  /** The number of the epoch shown; between two of them, a number between theirs. */
  get shownEpoch(): number {
    const from = Math.floor(this.shownPlace);
    const [epoch = 0, next = epoch] = [this.epochs[from], this.epochs[from + 1]];
    return epoch + (next - epoch) * (this.shownPlace - from);
  }

  showEpoch(epoch: number | null): void {
    this.pause();
    this.wanted = epoch;
    this.travel();
  }

  showNext(): void {
    this.showIndex(this.index + 1);
  }
  showPrevious(): void {
    this.showIndex(this.index - 1);
  }
  showFirst(): void {
    this.showIndex(0);
  }
  showLast(): void {
    this.showIndex(this.lastIndex);
  }
  skip(epochs: number): void {
    this.showIndex(this.index + epochs);
  }

  /** Follow a slider exactly, also between two epochs. */
  scrubTo(epoch: number): void {
    this.pause();
    this.dispose();
    this.place = placeOf(epoch, this.epochs);
    this.wanted = this.epochs[Math.round(this.place)] ?? null;
  }

  /** The slider was let go: go on to the nearest epoch. */
  endScrub(): void {
    if (!this.playing && this.place !== this.index) this.travel();
  }

  togglePlaying(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  play(): void {
    if (this.lastIndex === 0) return;
    if (this.index === this.lastIndex) this.place = 0;
    this.playing = true;
    this.wanted = this.epochs[Math.floor(this.place)] ?? null;
    this.startTicking();
  }

  /** Stop at the epoch that was asked for or played last. */
  pause(): void {
    this.playing = false;
  }

  chooseSpeed(speed: number): void {
    this.speed = speed;
  }

  toggleLoop(): void {
    this.loop = !this.loop;
  }

  reduceMotion(reduced: boolean): void {
    this.reducedMotion = reduced;
  }

  /** Be at the epoch at once: another projection has come, there is no way from one to the other. */
  settle(): void {
    if (!this.playing) this.place = this.index;
  }

  dispose(): void {
    this.stopTicking?.();
    this.stopTicking = null;
  }

  private showIndex(index: number): void {
    const epoch = this.epochs[Math.min(this.lastIndex, Math.max(0, index))];
    if (epoch !== undefined) this.showEpoch(epoch);
  }

  private travel(): void {
    if (this.reducedMotion) this.settle();
    else this.startTicking();
  }

  private startTicking(): void {
    this.stopTicking ??= this.ticker((milliseconds) => {
      this.advance(milliseconds);
    });
  }

  private advance(milliseconds: number): void {
    if (this.playing) this.advancePlaying(milliseconds);
    else this.place = approach(this.place, this.index, milliseconds);
    if (!this.playing && this.place === this.index) this.dispose();
  }

  private advancePlaying(milliseconds: number): void {
    const atEnd = this.place === this.lastIndex;
    this.place = atEnd ? 0 : Math.min(this.lastIndex, this.place + (milliseconds / 1000) * this.speed);
    this.wanted = this.epochs[Math.round(this.place)] ?? null;
    if (this.place === this.lastIndex && !this.loop) this.pause();
  }
}

/** Return where a number lies among the epochs: 1.5 is half-way from the second to the third. */
function placeOf(epoch: number, epochs: readonly number[]): number {
  const after = epochs.findIndex((one) => one >= epoch);
  if (after <= 0) return after === 0 ? 0 : Math.max(0, epochs.length - 1);
  const [from = 0, to = 0] = [epochs[after - 1], epochs[after]];
  return after - 1 + (epoch - from) / (to - from);
}

function approach(place: number, goal: number, milliseconds: number): number {
  const next = goal + (place - goal) * Math.exp(-milliseconds / EASE);
  return Math.abs(next - goal) < ARRIVED ? goal : next;
}
