/** The epoch on screen, and the way from one to the next. */
import { makeAutoObservable, reaction } from "mobx";
import type { RunStore } from "../loaded/RunStore.ts";
import { axisOver, isUneven, placeAmong } from "../numbers/axis.ts";
import type { Axis, Spacing } from "../numbers/axis.ts";
import { inUnit } from "../ui/format.ts";
import type { Unit } from "../ui/format.ts";
import type { ModeStore } from "./ModeStore.ts";
import type { ProjectionStore } from "./ProjectionStore.ts";
import type { Ticker } from "./ticker.ts";

/** Epochs per second. */
export const SPEEDS = [0.5, 1, 2, 4] as const;

/** Milliseconds in which a step to another epoch covers about two thirds of the distance. */
const EASE = 90;
const ARRIVED = 0.004;

const NO_EPOCHS: readonly number[] = [];

interface Needs {
  readonly mode: ModeStore;
  readonly projection: ProjectionStore;
  readonly run: RunStore;
  readonly ticker: Ticker;
  /** The page whose timeline this one follows; null where this one leads. */
  readonly leader: { readonly timeline: TimelineStore } | null;
}

export class TimelineStore {
  playing = false;
  speed = 1;
  /** Whether epochs are drawn as far apart as any others, where they are not. */
  even = false;
  /** Whether playing starts over after the last epoch. */
  loop = false;
  /** The system's setting for less motion: epochs change without animation. */
  reducedMotion = false;
  /** The epoch at which the timeline last stood still: a list sorted by each passing epoch would be unreadable. */
  restingEpoch: number | null = null;
  /** The requested epoch; null is the last one. */
  private requested: number | null = null;
  /** The position between the epochs' indexes 0, 1, 2, … */
  private position = 0;
  /** Epochs per second while the whole training is played in a given time; null otherwise. */
  private pace: number | null = null;
  private stopTicking: (() => void) | null = null;

  constructor(private readonly page: Needs) {
    makeAutoObservable(this);
  }

  get epochs(): readonly number[] {
    const { mode, projection, run } = this.page;
    // A network can be looked into at epochs that are not projected, and before anything is.
    return (mode.inside ? run.manifest?.epochs : projection.entry?.epochs) ?? NO_EPOCHS;
  }

  /** The index of the requested epoch, or of the nearest one that the projection has. */
  get index(): number {
    if (this.leader !== null) return Math.round(placeAmong(this.epochs, this.leader.shownEpoch));
    const requested = this.requested ?? Infinity;
    if (requested === Infinity) return Math.max(0, this.epochs.length - 1);
    const distances = this.epochs.map((epoch) => Math.abs(epoch - requested));
    return Math.max(0, distances.indexOf(Math.min(...distances)));
  }

  get epoch(): number | null {
    return this.epochs[this.index] ?? null;
  }

  get lastIndex(): number {
    return Math.max(0, this.epochs.length - 1);
  }

  /** What to draw: a whole number is an epoch's index, 2.5 is halfway from the third to the fourth. */
  get shownPosition(): number {
    if (this.leader !== null) return placeAmong(this.epochs, this.leader.shownEpoch);
    return this.reducedMotion ? this.index : Math.min(this.position, this.lastIndex);
  }

  /** The number of the epoch shown; between two of them, a number between theirs. */
  get shownEpoch(): number {
    const from = Math.floor(this.shownPosition);
    const [epoch = 0, next = epoch] = [this.epochs[from], this.epochs[from + 1]];
    return epoch + (next - epoch) * (this.shownPosition - from);
  }

  /** What the numbers of the epochs count. */
  get unit(): Unit {
    return this.page.run.manifest?.unit ?? "epoch";
  }

  /** Return a text about epochs in the words of the run. */
  say(text: string): string {
    return inUnit(text, this.unit);
  }

  /** Whether there is anything to space evenly. */
  get uneven(): boolean {
    return isUneven(this.epochs);
  }

  get spacing(): Spacing {
    return (this.leader ?? this).even && this.uneven ? "even" : "real";
  }

  /** The axis of the slider and of everything that is drawn over these epochs. */
  axisOver(epochs: readonly number[]): Axis {
    return axisOver(epochs, this.spacing);
  }

  spaceEvenly(even: boolean): void {
    this.even = even;
  }

  /** Return the position of an epoch, or of a moment between two. */
  positionOf(epoch: number): number {
    return placeAmong(this.epochs, epoch);
  }

  showEpoch(epoch: number | null): void {
    this.pause();
    this.requested = epoch;
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
    this.scrubToPosition(placeAmong(this.epochs, epoch));
  }

  scrubToPosition(position: number): void {
    this.pause();
    this.dispose();
    this.position = position;
    this.requested = this.epochs[Math.round(this.position)] ?? null;
  }

  /** The slider was released: move on to the nearest epoch. */
  endScrub(): void {
    if (!this.playing && this.position !== this.index) this.travel();
  }

  togglePlaying(): void {
    if (this.playing) this.pause();
    else this.play();
  }

  play(): void {
    if (this.lastIndex === 0) return;
    if (this.index === this.lastIndex) this.position = 0;
    this.playing = true;
    this.requested = this.epochs[Math.floor(this.position)] ?? null;
    this.startTicking();
  }

  /** Play once from the first epoch to the last, in that many seconds. */
  playThrough(seconds: number): void {
    if (this.lastIndex === 0) return;
    this.position = 0;
    this.play();
    this.pace = this.lastIndex / seconds;
  }

  get playingThrough(): boolean {
    return this.pace !== null;
  }

  /** Stop at the epoch that was requested or played last. */
  pause(): void {
    this.playing = false;
    this.pace = null;
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

  /** Stay at the last epoch, where that was the last one of those before: a training goes on. */
  follow(before: readonly number[]): void {
    if (this.requested === before.at(-1)) this.requested = null;
  }

  /** Jump to the epoch: there is no motion from one projection to another. */
  settle(): void {
    if (!this.playing) this.position = this.index;
  }

  /** Keep `restingEpoch` up to date. Returns how to stop. */
  followRest(): () => void {
    return reaction(
      () => this.stillEpoch,
      (epoch) => {
        if (epoch !== null) this.rest(epoch);
      },
      { fireImmediately: true },
    );
  }

  dispose(): void {
    this.stopTicking?.();
    this.stopTicking = null;
  }

  private get leader(): TimelineStore | null {
    return this.page.leader?.timeline ?? null;
  }

  /** Null on the way from one epoch to another. */
  private get stillEpoch(): number | null {
    return !this.playing && this.shownPosition === this.index ? this.epoch : null;
  }

  private rest(epoch: number): void {
    this.restingEpoch = epoch;
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
    this.stopTicking ??= this.page.ticker((milliseconds) => {
      this.advance(milliseconds);
    });
  }

  private advance(milliseconds: number): void {
    if (this.playing) this.advancePlaying(milliseconds);
    else this.position = approach(this.position, this.index, milliseconds);
    if (!this.playing && this.position === this.index) this.dispose();
  }

  private advancePlaying(milliseconds: number): void {
    const atEnd = this.position === this.lastIndex;
    this.position = atEnd
      ? 0
      : Math.min(this.lastIndex, this.position + (milliseconds / 1000) * (this.pace ?? this.speed));
    this.requested = this.epochs[Math.round(this.position)] ?? null;
    if (this.position === this.lastIndex && (this.playingThrough || !this.loop)) this.pause();
  }
}

function approach(position: number, goal: number, milliseconds: number): number {
  const next = goal + (position - goal) * Math.exp(-milliseconds / EASE);
  return Math.abs(next - goal) < ARRIVED ? goal : next;
}
