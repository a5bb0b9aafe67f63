/** All stores of the page, made and wired in this one place. */
import { makeAutoObservable, reaction } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import { NOWHERE } from "./address.ts";
import type { Address } from "./address.ts";
import { ClassesStore } from "./ClassesStore.ts";
import { FramesStore } from "./FramesStore.ts";
import { HoverStore } from "./HoverStore.ts";
import { PredictionsStore } from "./PredictionsStore.ts";
import { ProjectionStore } from "./ProjectionStore.ts";
import { RunsStore } from "./RunsStore.ts";
import { RunStore } from "./RunStore.ts";
import { StageStore } from "./StageStore.ts";
import { SubsetStore } from "./SubsetStore.ts";
import { ThemeStore } from "./ThemeStore.ts";
import { TimelineStore } from "./TimelineStore.ts";
import { frameTicker } from "./ticker.ts";
import type { Ticker } from "./ticker.ts";

export interface Surroundings {
  readonly api: ApiClient;
  readonly memory?: Pick<Storage, "getItem" | "setItem"> | null;
  readonly ticker?: Ticker;
}

export class AppStore {
  readonly theme: ThemeStore;
  readonly runs: RunsStore;
  readonly run: RunStore;
  readonly projection: ProjectionStore;
  readonly timeline: TimelineStore;
  readonly frames: FramesStore;
  readonly classes: ClassesStore;
  readonly subset: SubsetStore;
  readonly predictions: PredictionsStore;
  readonly hover: HoverStore;
  readonly stage: StageStore;
  private lastAsked: Address = NOWHERE;

  constructor({ api, memory = null, ticker = frameTicker }: Surroundings) {
    this.theme = new ThemeStore(memory);
    this.runs = new RunsStore(api);
    this.run = new RunStore(api);
    this.projection = new ProjectionStore(this.run);
    this.timeline = new TimelineStore(this.projection, ticker);
    this.frames = new FramesStore(api);
    this.classes = new ClassesStore(this.run);
    this.subset = new SubsetStore(this.run, this.classes);
    this.predictions = new PredictionsStore(api);
    this.hover = new HoverStore(api, this.run, this.classes, this.timeline, this.predictions);
    this.stage = new StageStore(this.runs, this.run, this.projection, this.frames, this.subset);
    makeAutoObservable<this, "lastAsked">(this, {
      theme: false, runs: false, run: false, projection: false, timeline: false, frames: false, classes: false,
      subset: false, predictions: false, hover: false, stage: false, lastAsked: false,
    });
  }

  /** Where the page is; null while that is not settled. */
  get address(): Address | null {
    if (this.run.manifest === null || this.timeline.playing) return null;
    const visible = [...this.classes.names.keys()].filter((number) => this.classes.isVisible(number));
    const hidden = [...this.classes.hidden];
    const onlyIsShorter = visible.length < hidden.length;
    return {
      run: this.run.manifest.name,
      ...this.projection.choiceOnScreen,
      epoch: this.timeline.epoch,
      hidden: onlyIsShorter ? [] : hidden, only: onlyIsShorter ? visible : null,
    };
  }

  /** Load what follows from decisions, for as long as the page lives. Returns how to stop. */
  start(): () => void {
    const stops = [
      reaction(() => this.projection.entry, () => { this.loadFrames(); }),
      reaction(() => (this.frames.complete ? this.run.manifest : null), (manifest) => { if (manifest) void this.predictions.load(manifest); }),
    ];
    return () => {
      for (const stop of stops) stop();
      this.timeline.dispose();
    };
  }

  async openAddress(address: Address): Promise<void> {
    this.lastAsked = address;
    if (this.runs.runs === null) await this.runs.load();
    if (this.runs.runs === null) return;
    const name = address.run ?? this.runs.first?.name ?? null;
    const known = name === null ? null : this.runs.find(name);
    if (name === null || known?.problem !== null) this.run.showNone(name);
    else await this.openRun(name, address);
  }

  showRun(name: string): Promise<void> {
    return this.openAddress({ ...NOWHERE, run: name });
  }

  async retry(): Promise<void> {
    if (this.run.manifest === null) await this.openAddress(this.lastAsked);
    else this.loadFrames();
  }

  private async openRun(name: string, address: Address): Promise<void> {
    const here = this.run.name === name && this.run.manifest !== null;
    const shown = here ? Promise.resolve(true) : this.run.showRun(name);
    // Before the manifest comes, so that the first positions asked for are the right ones.
    this.projection.show(address);
    this.timeline.showEpoch(address.epoch);
    if (!here) this.subset.showAllSamples();
    if (await shown) this.hideClasses(address);
  }

  private hideClasses({ hidden, only }: Address): void {
    if (only === null) this.classes.hide(hidden);
    else this.classes.hide([...this.classes.names.keys()].filter((number) => !only.includes(number)));
  }

  private loadFrames(): void {
    const { entry } = this.projection;
    this.timeline.settle();
    if (entry === null || this.run.name === null) this.frames.clear();
    else void this.frames.load(this.run.name, entry, this.timeline.index);
  }
}
