/** Recorded samples played through the network one after the other, and what a layer has made of them so far. */
import { compareStructural, makeAutoObservable, reaction } from "mobx";
import type { Page } from "../../page/Page.ts";
import type { InputStore } from "../InputStore.ts";
import { unitsOf } from "../layers.ts";
import type { OneMap, PlacedLayer } from "../layers.ts";
import type { Look } from "../LooksStore.ts";
import type { NetworkStore } from "../NetworkStore.ts";
import { nextOf } from "../samples.ts";
import { Tally } from "./Tally.ts";

/** Inputs a second, at most: each waits for the one before. */
export const SPEEDS = [1, 2, 5, 10, 30] as const;
/** As many maps of a layer are averaged. */
const AVERAGED = 32;

interface Needs {
  readonly page: Pick<Page, "drawing" | "run" | "selection">;
  readonly network: NetworkStore;
  readonly input: InputStore;
  readonly epoch: number | null;
  readonly looks: {
    readonly look: Look | null;
    readonly mapOf: (look: Look, layer: PlacedLayer, map: number) => OneMap | null;
  };
}

/** What a layer makes of a sample. */
interface Seen {
  readonly sample: number;
  readonly units: Float32Array;
  readonly maps: readonly OneMap[];
}

export class PlayedStore {
  open = false;
  playing = false;
  speed: number = SPEEDS[2];
  /** "all", "found", "selection", or the number of a class. */
  set = "all";
  /** How many inputs were seen; the tally itself is not observed. */
  seen = 0;
  private chosenLayer: number | null = null;
  private tally = new Tally(0, 0, 0);
  private timer: ReturnType<typeof setTimeout> | undefined = undefined;

  constructor(private readonly inside: Needs) {
    makeAutoObservable<this, "inside" | "tally" | "timer">(this, { inside: false, tally: false, timer: false });
  }

  /** The sets that there are, each with its samples; a class by its number. */
  get sets(): ReadonlyMap<string, Uint32Array> {
    const { drawing, run, selection } = this.inside.page;
    const all = Uint32Array.from({ length: run.manifest?.sample_count ?? 0 }, (_, sample) => sample);
    const labels = run.labeled ? run.samples?.label : undefined;
    const classes = run.manifest?.dataset.classes ?? [];
    return new Map([
      ["all", all],
      ...(drawing.found === null ? [] : [["found", drawing.found] as const]),
      ...(selection.empty ? [] : [["selection", selection.samples] as const]),
      ...(labels === undefined
        ? []
        : classes.map((_, label) => [String(label), all.filter((sample) => labels[sample] === label)] as const)),
    ]);
  }

  /** The samples that are played, in their order. */
  get members(): Uint32Array {
    return this.sets.get(this.set) ?? new Uint32Array();
  }

  /** The layer whose maps are averaged: the one chosen, else the first that has maps. */
  get layer(): PlacedLayer | null {
    const { layers } = this.inside.network;
    if (!this.open) return null;
    return layers[this.chosenLayer ?? NaN] ?? layers.find(({ isVector }) => !isVector) ?? layers[0] ?? null;
  }

  /** The maps of the layer that are averaged. */
  get averaged(): readonly number[] {
    const { layer } = this;
    return layer === null || layer.isVector
      ? []
      : Array.from({ length: Math.min(AVERAGED, layer.count) }, (_, at) => at);
  }

  /** The share of the inputs so far that excite each unit. */
  get shares(): Float32Array {
    return this.seen < 0 ? new Float32Array() : this.tally.shares;
  }

  /** The mean maps so far. */
  get means(): readonly Float32Array[] {
    return this.seen < 0 ? [] : this.tally.means;
  }

  toggle(): void {
    this.open = !this.open;
    this.playing = false;
  }

  choose(set: string): void {
    this.set = set;
    this.playing = false;
  }

  chooseLayer(layer: number): void {
    this.chosenLayer = layer;
  }

  chooseSpeed(speed: number): void {
    this.speed = speed;
  }

  /** Go on from the sample on screen, or from the first one where there is none after it. */
  play(): void {
    if (this.next === null) this.startOver();
    this.playing = this.members.length > 0;
    if (!this.members.includes(this.inside.input.sample) || this.inside.input.source !== "sample") this.step();
  }

  pause(): void {
    this.playing = false;
  }

  /** Show the next sample; at the last one, pause. */
  step(): void {
    if (this.next === null) this.playing = false;
    else this.inside.input.showSample(this.next);
  }

  /** Show the sample before. */
  back(): void {
    const before = nextOf(this.members, this.inside.input.sample, -1);
    this.playing = false;
    if (before !== null) this.inside.input.showSample(before);
  }

  /** Forget what was seen, and go to the first sample. */
  startOver(): void {
    const [first] = this.members;
    if (first !== undefined) this.inside.input.showSample(first);
    this.clear();
  }

  /** Add what is seen, and play, until stopped. Returns how to stop. */
  start(): () => void {
    const { inside } = this;
    const stops = [
      reaction(() => [inside.epoch, inside.network.network, this.layer, this.members], this.clear, {
        equals: compareStructural,
        fireImmediately: true,
      }),
      reaction(() => this.shown, this.add, { fireImmediately: true }),
      reaction(() => [this.playing, this.shown?.sample ?? null] as const, this.wait, { equals: compareStructural }),
    ];
    return () => {
      clearTimeout(this.timer);
      this.pause();
      for (const stop of stops) stop();
    };
  }

  /** As an address has them; null for what is by default. */
  get texts(): { readonly played: string | null; averaged: string | null } {
    const layer = this.chosenLayer === null ? null : String(this.chosenLayer);
    return this.open ? { played: this.set, averaged: layer } : { played: null, averaged: null };
  }

  /** Show what an address has; what is left out or malformed is as it is by default. */
  read(text: (name: string) => string | undefined): void {
    const set = /^(all|found|selection|\d+)$/.exec(text("played") ?? "")?.[0];
    this.open = set !== undefined;
    this.set = set ?? "all";
    this.chosenLayer = /^\d+$/.test(text("averaged") ?? "") ? Number(text("averaged")) : null;
  }

  /** The first sample of the set after the one on screen; null at the last. */
  get next(): number | null {
    return this.members.find((sample) => sample > this.inside.input.sample) ?? null;
  }

  /** What is on screen, where it is a sample of the set with all that is averaged. */
  private get shown(): Seen | null {
    const { layer } = this;
    const { input, looks, epoch } = this.inside;
    const { look } = looks;
    const { sample } = input;
    if (layer === null || input.source !== "sample" || !this.members.includes(sample)) return null;
    // What was looked at last stays on screen until the next one is here.
    if (look?.epoch !== epoch || look.name !== `sample ${sample}`) return null;
    const maps = this.averaged.flatMap((map) => looks.mapOf(look, layer, map) ?? []);
    return maps.length < this.averaged.length ? null : { sample, units: unitsOf(look.summary, layer), maps };
  }

  private readonly clear = (): void => {
    const { layer } = this;
    this.tally = new Tally(layer?.count ?? 0, this.averaged.length, (layer?.height ?? 0) * (layer?.width ?? 0));
    this.count();
    this.add(this.shown);
  };

  private readonly add = (shown: Seen | null): void => {
    if (shown === null) return;
    this.tally.add(shown.sample, shown.units, shown.maps);
    this.count();
  };

  private readonly wait = ([playing, sample]: readonly [boolean, number | null]): void => {
    clearTimeout(this.timer);
    if (playing && sample !== null) this.timer = setTimeout(this.goOn, 1000 / this.speed);
  };

  private readonly goOn = (): void => {
    this.step();
  };

  private count(): void {
    this.seen = this.tally.count;
  }
}
