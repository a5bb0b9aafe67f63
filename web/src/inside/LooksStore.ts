/**
 * Looks at what is wanted, one request at a time: what is on screen first, then what may be next. While an input is
 * being drawn, only its newest state is sent.
 */
import { makeAutoObservable, observableRef, reaction } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import { ApiError, isAbort } from "../api/ApiError.ts";
import type { Curve, Input, Looker, Rejection, Sent, Summary } from "../api/looker.ts";
import { problemOf } from "../loaded/status.ts";
import type { Problem } from "../loaded/status.ts";
import type { Unit } from "./ChoicesStore.ts";
import type { AnswersStore } from "./AnswersStore.ts";
import type { NamedInput } from "./InputStore.ts";
import type { OneMap, PlacedLayer } from "./layers.ts";
import type { NetworkStore } from "./NetworkStore.ts";

/** An input at an epoch. */
export interface Place {
  readonly sent: Sent;
  readonly name: string;
  readonly epoch: number;
}

/** An input at an epoch, with what the network makes of it. */
export interface Look extends Place {
  readonly summary: Summary;
}

/** Maps of one layer that are on screen. */
export interface WantedMaps {
  readonly layer: PlacedLayer;
  readonly maps: readonly number[];
}

interface Task {
  /** What it brings: a task that failed is not tried again, until something else is wanted or the user says so. */
  readonly key: string;
  /** Gives way to tasks that are not. */
  readonly background: boolean;
  readonly run: (signal: AbortSignal) => Promise<void>;
}

interface Needs {
  readonly network: NetworkStore;
  readonly answers: AnswersStore;
  /** What is to be looked at. */
  readonly wanted: NamedInput | null;
  /** The epoch on screen. */
  readonly epoch: number | null;
  /** What it is compared with: the same input where none is named. Null where it is not compared. */
  readonly other: { readonly named: NamedInput | null; readonly epoch: number } | null;
  /** Whether the epoch before is needed. */
  readonly needsBefore: boolean;
  readonly maps: readonly WantedMaps[];
  /** What is looked at closely. */
  readonly unit: Unit | null;
  /** The layers whose weights to the classes are needed. */
  readonly weighing: readonly PlacedLayer[];
  /** The layer whose weights at all epochs are needed. */
  readonly weighingOver: PlacedLayer | null;
  /** The units whose recorded samples are needed. */
  readonly exciting: readonly Unit[];
  readonly page: { readonly api: ApiClient; readonly run: { readonly name: string | null } };
}

/** Milliseconds after which nothing changes any more. */
const QUIET_AFTER = 150;
/** How often an input that the server forgot, or a look that gave way, is tried again. */
const MOST_ATTEMPTS = 3;

export class LooksStore {
  /** The inputs that were sent, and the one of them that was last. */
  private sents: ReadonlyMap<Input, Sent> = NONE_SENT;
  private current: NamedInput | null = null;
  /** The last look on screen, which stays until the next one is here. */
  private last: Look | null = null;
  private failures: ReadonlyMap<string, unknown> = new Map();
  private quiet = true;
  private running: { readonly key: string; readonly background: boolean; readonly abort: AbortController } | null =
    null;
  private attempts = 0;
  private settling: ReturnType<typeof setTimeout> | undefined = undefined;
  /** Whether the inside is shown: only then is what is wanted kept up to date. */
  private started = false;

  constructor(private readonly inside: Needs) {
    makeAutoObservable<
      this,
      "inside" | "sents" | "current" | "last" | "failures" | "running" | "attempts" | "settling" | "started"
    >(this, {
      inside: false,
      sents: observableRef,
      current: observableRef,
      last: observableRef,
      failures: observableRef,
      running: observableRef,
      attempts: false,
      settling: false,
      started: false,
    });
  }

  /** The input at the epoch on screen, whether or not it was looked at; null until an input was sent. */
  get place(): Place | null {
    return this.current === null ? null : this.placeOf(this.current, this.inside.epoch);
  }

  /** The other input or epoch that it is compared with; null where it is not, or that was not sent yet. */
  get otherPlace(): Place | null {
    const { other } = this.inside;
    const named = other?.named ?? this.current;
    return other === null || named === null ? null : this.placeOf(named, other.epoch);
  }

  /** What is on screen: the look at the place, else the last one; null where there is none of what is wanted. */
  get look(): Look | null {
    const { wanted } = this.inside;
    // The drawing before has most of what is drawn; the picture before has nothing of one that could not be sent.
    if (wanted === null || (wanted.input.kind !== "pixels" && this.failures.has(sendingOf(wanted)))) return null;
    return this.lookAt(this.place) ?? (this.place === null ? null : this.last);
  }

  get other(): Look | null {
    return this.lookAt(this.otherPlace);
  }

  /** Whether what is on screen is not what is wanted, yet. */
  get busy(): boolean {
    return this.problem === null && this.tasks.some(({ background }) => !background);
  }

  get problem(): Problem | null {
    const failed = this.wantedTasks.find(({ key, background }) => !background && this.failures.has(key));
    return failed === undefined ? null : problemOf(this.failures.get(failed.key));
  }

  get curve(): Curve | null {
    return this.look === null ? null : this.inside.answers.curveOf(this.look.sent.id);
  }

  get rejection(): Rejection | null {
    return this.look === null ? null : this.inside.answers.rejectionOf(this.look.sent.id, this.look.epoch);
  }

  /** Return a map at a look; null until it is here. */
  mapOf({ sent, epoch }: Place, layer: PlacedLayer, map: number): OneMap | null {
    return this.inside.answers.mapOf(sent.id, epoch, layer, map);
  }

  summaryAt(epoch: number): Summary | null {
    return this.look === null ? null : this.inside.answers.summaryOf(this.look.sent.id, epoch);
  }

  retry(): void {
    this.failures = new Map();
    this.attempts = 0;
  }

  /** Look at what is wanted, until stopped. Returns how to stop. */
  start(): () => void {
    this.started = this.quiet = true;
    const stops = [
      reaction(() => this.inside.network.looker, this.forget),
      reaction(
        () => this.tasks[0]?.key,
        () => void this.goOn(),
        { fireImmediately: true },
      ),
      reaction(() => this.lookAt(this.place), this.remember, { fireImmediately: true }),
      reaction(() => [this.inside.wanted, this.inside.epoch], this.stir),
      () => {
        clearTimeout(this.settling);
      },
    ];
    return () => {
      this.started = false;
      for (const stop of stops) stop();
      this.running?.abort.abort();
    };
  }

  private placeOf(named: NamedInput, epoch: number | null): Place | null {
    const sent = this.sents.get(named.input);
    return sent === undefined || epoch === null ? null : { sent, name: named.name, epoch };
  }

  private lookAt(place: Place | null): Look | null {
    if (place === null) return null;
    const summary = this.inside.answers.summaryOf(place.sent.id, place.epoch);
    return summary === null ? null : { ...place, summary };
  }

  private readonly remember = (look: Look | null): void => {
    if (look !== null) this.last = look;
  };

  /** Quiet comes after the last change: a reaction's delay would count from the first. */
  private readonly stir = (): void => {
    this.quiet = false;
    this.retry();
    clearTimeout(this.settling);
    this.settling = setTimeout(this.settle, QUIET_AFTER);
  };

  /** Another network knows none of the inputs. */
  private readonly forget = (): void => {
    this.sents = NONE_SENT;
    this.current = this.last = null;
  };

  private readonly settle = (): void => {
    this.quiet = true;
  };

  /** What is to be done, the most urgent first. */
  private get tasks(): readonly Task[] {
    return this.wantedTasks.filter(({ key }) => !this.failures.has(key));
  }

  private get wantedTasks(): readonly Task[] {
    const { looker, network } = this.inside.network;
    if (looker === null || network === null) return [];
    const { place, otherPlace } = this;
    const { other } = this.inside;
    const shown = [place, otherPlace].filter((one) => one !== null);
    return [
      ...(place === null ? [] : this.summaryTask(looker, place)),
      ...this.wantedTask(looker),
      ...(other?.named ? this.sendTask(looker, other.named, false) : []),
      ...(otherPlace === null ? [] : this.summaryTask(looker, otherPlace)),
      ...this.mapTasks(looker, shown),
      ...(place === null ? [] : this.weightTasks(looker, place.epoch, this.inside.weighing)),
      ...(this.quiet && place !== null ? this.backgroundTasks(looker, place) : []),
    ];
  }

  /** Send what is wanted, unless that is what was sent last. */
  private wantedTask(looker: Looker): readonly Task[] {
    const { wanted } = this.inside;
    return wanted === null || wanted.input === this.current?.input ? [] : this.sendTask(looker, wanted, true);
  }

  private sendTask(looker: Looker, named: NamedInput, isCurrent: boolean): readonly Task[] {
    const { input } = named;
    const known = this.sents.get(input);
    if (known !== undefined && !isCurrent) return [];
    const run = async (signal: AbortSignal) => {
      this.keepSent(named, known ?? (await this.send(looker, input, isCurrent, signal)), isCurrent);
    };
    return [{ key: sendingOf(named), background: false, run }];
  }

  /** Send an input; what is drawn is looked at in the same request. */
  private async send(looker: Looker, input: Input, isCurrent: boolean, signal: AbortSignal): Promise<Sent> {
    const { answers, epoch } = this.inside;
    if (input.kind !== "pixels" || !isCurrent || epoch === null) return looker.send(input, signal);
    const { sent, summary } = await looker.sendAndLook(input.pixels, epoch, signal);
    answers.keepSummary(sent.id, epoch, summary);
    return sent;
  }

  private summaryTask(
    looker: Looker,
    { sent: { id }, epoch }: Pick<Place, "sent" | "epoch">,
    background = false,
  ): readonly Task[] {
    const { answers } = this.inside;
    if (answers.summaryOf(id, epoch) !== null) return [];
    const run = async (signal: AbortSignal) => {
      answers.keepSummary(id, epoch, await looker.fetchSummary(id, epoch, signal));
    };
    return [{ key: `summary ${id} ${epoch}`, background, run }];
  }

  /** Maps on screen that did not come with a summary, in runs of maps that follow each other. */
  private mapTasks(looker: Looker, places: readonly Place[]): readonly Task[] {
    const { answers, maps, network } = this.inside;
    if (network.small) return [];
    return places.flatMap(({ sent: { id }, epoch }) =>
      maps.flatMap(({ layer, maps: wanted }) =>
        runsOf(wanted.filter((map) => answers.mapOf(id, epoch, layer, map) === null)).map(([first, last]) => ({
          key: `maps ${id} ${epoch} ${layer.number} ${first} ${last}`,
          background: false,
          run: async (signal: AbortSignal) => {
            const found = await looker.fetchMaps(id, epoch, layer.number, first, last, signal);
            answers.keepMaps(id, epoch, layer.number, first, found);
          },
        })),
      ),
    );
  }

  private backgroundTasks(looker: Looker, place: Place): readonly Task[] {
    const { answers, exciting, network, needsBefore, weighingOver } = this.inside;
    const { sent, epoch } = place;
    const outward = network.epochs.toSorted((one, other) => Math.abs(one - epoch) - Math.abs(other - epoch));
    const before = network.epochs[network.epochs.indexOf(epoch) - 1];
    const next = [...(needsBefore && before !== undefined ? [before] : []), ...outward];
    return [
      ...(answers.rejectionOf(sent.id, epoch) === null ? [this.rejectionTask(looker, place)] : []),
      ...exciting.flatMap((unit) => this.excitedTask(epoch, unit)),
      ...this.filmTask(looker, place),
      ...this.curveTask(looker, place),
      ...next.flatMap((one) => this.summaryTask(looker, { sent, epoch: one }, true)),
      ...(weighingOver === null ? [] : outward.flatMap((one) => this.weightTasks(looker, one, [weighingOver], true))),
    ];
  }

  private weightTasks(
    looker: Looker,
    epoch: number,
    layers: readonly PlacedLayer[],
    background = false,
  ): readonly Task[] {
    const { answers, page } = this.inside;
    const run = page.run.name ?? "";
    return layers
      .filter((layer) => answers.weightsOf(run, epoch, layer) === null)
      .map((layer) => ({
        key: `weights ${run} ${epoch} ${layer.number}`,
        background,
        run: async (signal) => {
          answers.keepWeights(run, epoch, layer, await looker.fetchWeights(epoch, layer.number, signal));
        },
      }));
  }

  /** A small network's films are in the summaries of all epochs. */
  private filmTask(looker: Looker, { sent: { id }, epoch }: Place): readonly Task[] {
    const { answers, network, unit } = this.inside;
    if (unit === null || network.small) return [];
    const { layer, map } = unit;
    const count = answers.filmOf(id, layer, map)?.known.reduce((sum, one) => sum + one, 0) ?? 0;
    if (count === network.epochs.length) return [];
    const run = async (signal: AbortSignal) => {
      answers.keepFilm(id, layer, map, await looker.fetchFilm(id, epoch, layer.number, map, signal));
    };
    return [{ key: `film ${id} ${layer.number} ${map} ${count}`, background: true, run }];
  }

  private excitedTask(epoch: number, { layer, map }: Unit): readonly Task[] {
    const { answers, network, page } = this.inside;
    const name = page.run.name ?? "";
    const { recorded } = layer;
    if (recorded === null || !network.excites(layer)) return [];
    if (answers.excitedOf(name, epoch, layer, map) !== null) return [];
    const run = async (signal: AbortSignal) => {
      answers.keepExcited(name, epoch, layer, map, await page.api.fetchExcited(name, epoch, recorded, map, signal));
    };
    return [{ key: `excited ${name} ${epoch} ${layer.number} ${map}`, background: true, run }];
  }

  private rejectionTask(looker: Looker, { sent: { id }, epoch }: Place): Task {
    return {
      key: `rejection ${id} ${epoch}`,
      background: true,
      run: async (signal) => {
        this.inside.answers.keepRejection(id, epoch, await looker.fetchRejection(id, epoch, signal));
      },
    };
  }

  private curveTask(looker: Looker, { sent: { id }, epoch }: Place): readonly Task[] {
    const { answers } = this.inside;
    const count = answers.curveOf(id)?.known.reduce((sum, one) => sum + one, 0) ?? 0;
    if (count > 0 && count === this.inside.network.epochs.length) return [];
    const run = async (signal: AbortSignal) => {
      answers.keepCurve(id, await looker.fetchCurve(id, epoch, signal));
    };
    return [{ key: `curve ${id} ${count}`, background: true, run }];
  }

  /** Do one task after the other; one in the background ends where something more urgent is wanted. */
  private async goOn(): Promise<void> {
    if (!this.started) return;
    const task = this.tasks[0];
    if (this.running !== null) {
      if (this.running.background && task !== undefined && !task.background) this.running.abort.abort();
      return;
    }
    if (task === undefined) return;
    const abort = new AbortController();
    this.begin({ key: task.key, background: task.background, abort });
    try {
      await task.run(abort.signal);
      this.end(task.key, null);
    } catch (error) {
      this.end(task.key, error);
    }
    await this.goOn();
  }

  private begin(running: typeof this.running): void {
    this.running = running;
  }

  private end(key: string, error: unknown): void {
    this.running = null;
    if (error === null || isAbort(error)) return;
    const name = error instanceof ApiError ? error.serverName : null;
    const again = name === "InputNotFound" || name === "LookCanceled" || name === "TooManyLooks";
    if (again && this.attempts < MOST_ATTEMPTS) {
      this.attempts += 1;
      if (name === "InputNotFound") this.forget();
    } else this.failures = new Map([...this.failures, [key, error]]);
  }

  private keepSent(named: NamedInput, sent: Sent, isCurrent: boolean): void {
    const others = [...this.sents].filter(([input]) => input === this.inside.other?.named?.input);
    this.sents = new Map([...others, ...(isCurrent ? [] : this.sents), [named.input, sent]]);
    if (isCurrent) this.current = named;
  }
}

const NONE_SENT: ReadonlyMap<Input, Sent> = new Map();

function sendingOf({ input }: NamedInput): string {
  return `send ${keyOf(input)}`;
}

let numbered = 0;
const numbers = new WeakMap<Input, number>();

/** Return a number for each input: two objects are two inputs, whatever is in them. */
function keyOf(input: Input): number {
  const known = numbers.get(input);
  if (known !== undefined) return known;
  numbered += 1;
  numbers.set(input, numbered);
  return numbered;
}

/** Return the first and the last of each run of numbers that follow each other. */
export function runsOf(numbers: readonly number[]): readonly (readonly [first: number, last: number])[] {
  return numbers
    .toSorted((one, other) => one - other)
    .reduce<(readonly [number, number])[]>((runs, number) => {
      const [first, last] = runs.at(-1) ?? [NaN, NaN];
      return number === last + 1 ? [...runs.slice(0, -1), [first, number]] : [...runs, [number, number]];
    }, []);
}
