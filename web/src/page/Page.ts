/** What all tools share: the stores of one view of a run, made and wired in this one place. */
import { makeAutoObservable, reaction } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import { BlocksStore } from "../loaded/BlocksStore.ts";
import { DynamicsStore } from "../loaded/DynamicsStore.ts";
import { PositionsStore } from "../loaded/PositionsStore.ts";
import { PredictionsStore } from "../loaded/PredictionsStore.ts";
import { QualityStore } from "../loaded/QualityStore.ts";
import { RunsStore } from "../loaded/RunsStore.ts";
import { RunStore } from "../loaded/RunStore.ts";
import { SourcesStore } from "../loaded/SourcesStore.ts";
import { formatNumbers, parseNumbers } from "../numbers/numberList.ts";
import { tileOf } from "../numbers/tile.ts";
import type { Tile } from "../numbers/tile.ts";
import { CardStore } from "./CardStore.ts";
import { ClassesStore } from "./ClassesStore.ts";
import { ColorStore } from "./ColorStore.ts";
import { DrawingStore } from "./DrawingStore.ts";
import type { Drawing } from "./DrawingStore.ts";
import { HelpStore } from "./HelpStore.ts";
import { HoverStore } from "./HoverStore.ts";
import { InspectedStore } from "./InspectedStore.ts";
import { JobStore } from "./JobStore.ts";
import { MeasuresStore } from "./MeasuresStore.ts";
import { NOWHERE } from "./place.ts";
import type { Place } from "./place.ts";
import { ProjectionStore } from "./ProjectionStore.ts";
import { QueryStore } from "./QueryStore.ts";
import { RestStore } from "./RestStore.ts";
import { SelectionStore } from "./SelectionStore.ts";
import type { Picking } from "./SelectionStore.ts";
import { StageStore } from "./StageStore.ts";
import { SubsetStore } from "./SubsetStore.ts";
import { ThemeStore } from "./ThemeStore.ts";
import { frameTicker } from "./ticker.ts";
import type { Ticker } from "./ticker.ts";
import { TimelineStore } from "./TimelineStore.ts";
import { TrailStore } from "./TrailStore.ts";
import { ViewStore } from "./ViewStore.ts";
import { WorkspaceStore } from "./WorkspaceStore.ts";
import { WrongStore } from "./WrongStore.ts";

/** Characters; longer addresses are cut off by some mail programs. */
const LONGEST_SELECTION = 1500;

export interface Surroundings {
  readonly api: ApiClient;
  readonly memory?: Pick<Storage, "getItem" | "setItem"> | null;
  readonly ticker?: Ticker;
}

/** How a page beside another one draws its samples, and what a click in its plot does. */
export interface Beside {
  readonly drawing: (run: RunStore) => Drawing;
  readonly onPick: (samples: readonly number[], picking: Picking) => void;
}

/** What else is to be done while the page opens a place. */
export interface OpeningSteps {
  /** The run is found, and on its way. */
  readonly onNamed?: () => void;
  /** The run is here, and the place is shown. */
  readonly onOpened?: () => void;
  /** There is no such run. */
  readonly onAbsent?: () => void;
}

export class Page {
  readonly theme: ThemeStore;
  readonly help: HelpStore;
  readonly runs: RunsStore;
  readonly run: RunStore;
  readonly projection: ProjectionStore;
  readonly timeline: TimelineStore;
  readonly rest: RestStore;
  readonly positions: PositionsStore;
  readonly predictions: PredictionsStore;
  readonly quality: QualityStore;
  readonly dynamics: DynamicsStore;
  readonly sources: SourcesStore;
  readonly blocks = new BlocksStore();
  readonly classes: ClassesStore;
  readonly subset: SubsetStore;
  readonly measures: MeasuresStore;
  readonly color: ColorStore;
  readonly selection: SelectionStore;
  readonly inspected: InspectedStore;
  readonly query: QueryStore;
  readonly drawing: Drawing;
  readonly trails: TrailStore;
  readonly card: CardStore;
  readonly wrong: WrongStore;
  readonly hover: HoverStore;
  readonly stage: StageStore;
  readonly jobs: JobStore;
  readonly view = new ViewStore();
  readonly workspace = new WorkspaceStore();
  readonly api: ApiClient;
  /** The page whose timeline this one follows; null where this one leads. */
  readonly leader: Page | null;
  /** Where a sample's thumbnail is; null where the run has none. */
  readonly tileOf: (sample: number) => Tile | null;
  /** How often the user came back to the page. */
  visits = 0;
  private readonly ticker: Ticker;
  private readonly onPick: Beside["onPick"];
  private lastOpening: readonly [Place, OpeningSteps] = [NOWHERE, {}];

  constructor(
    { api, memory = null, ticker = frameTicker }: Surroundings,
    leader: Page | null = null,
    beside: Beside | null = null,
  ) {
    this.api = api;
    this.ticker = ticker;
    this.leader = leader;
    this.theme = leader?.theme ?? new ThemeStore(memory);
    this.help = new HelpStore(memory);
    this.runs = leader?.runs ?? new RunsStore(api);
    this.run = new RunStore(api);
    this.projection = new ProjectionStore(this.run);
    this.timeline = new TimelineStore(this.projection, ticker, leader?.timeline);
    this.rest = new RestStore(this.timeline);
    this.positions = new PositionsStore(api);
    this.predictions = new PredictionsStore(api);
    this.quality = new QualityStore(api);
    this.dynamics = new DynamicsStore(api);
    this.sources = new SourcesStore(api);
    this.classes = new ClassesStore(this.run);
    this.subset = new SubsetStore(this.run, this.classes);
    this.measures = new MeasuresStore(this);
    this.color = new ColorStore(
      this.run,
      this.projection,
      this.classes,
      this.predictions,
      this.quality,
      this.measures,
      leader?.measures,
    );
    this.selection = new SelectionStore(this.run);
    this.inspected = new InspectedStore(this.run);
    this.query = new QueryStore(this.run, this.timeline, this.predictions, this.quality, this.dynamics, this.measures);
    this.drawing =
      beside?.drawing(this.run) ?? new DrawingStore(this.run, this.classes, this.subset, this.selection, this.query);
    this.trails = new TrailStore(this.run, this.classes, this.drawing, this.positions);
    this.card = new CardStore(
      this.run,
      this.classes,
      this.timeline,
      this.rest,
      this.predictions,
      this.measures,
      this.selection,
    );
    this.wrong = new WrongStore(this.run, this.timeline, this.predictions, this.drawing);
    this.hover = new HoverStore(
      api,
      this.run,
      this.classes,
      this.timeline,
      this.predictions,
      this.measures,
      this.color,
    );
    this.stage = new StageStore(this.runs, this.run, this.projection, this.positions, this.subset);
    this.jobs = new JobStore(this);
    this.tileOf = (sample) => tileOf(api, this.run.manifest, sample);
    this.onPick =
      beside?.onPick ??
      ((samples, picking) => {
        this.selection.pick(samples, picking);
      });
    makeAutoObservable<this, "ticker" | "onPick" | "lastOpening">(this, {
      ticker: false,
      onPick: false,
      lastOpening: false,
      api: false,
      tileOf: false,
    });
  }

  /** Return another page with this one's theme, runs and timeline. */
  beside(beside: Beside): Page {
    return new Page({ api: this.api, ticker: this.ticker }, this, beside);
  }

  /** Where the page is; null while that is not settled. */
  get place(): Place | null {
    if (this.run.manifest === null || this.timeline.playing) return null;
    const visible = [...this.classes.names.keys()].filter((number) => this.classes.isVisible(number));
    const hidden = [...this.classes.hidden];
    const onlyIsShorter = visible.length < hidden.length;
    return {
      run: this.run.manifest.name,
      ...this.projection.choiceOnScreen,
      epoch: this.timeline.epoch,
      hidden: onlyIsShorter ? [] : hidden,
      only: onlyIsShorter ? visible : null,
      colors: this.classes.chosen,
      color: this.color.coloring === "class" ? null : this.color.coloring,
      centers: this.trails.centers,
      samples: this.subset.size === this.subset.total ? null : this.subset.size,
      selected: this.selectedInShort,
      sort: this.card.sorting,
      largestFirst: this.card.largestFirst,
      where: this.query.where,
      view: this.view.view,
    };
  }

  /** Null where nothing is selected, or more than an address can carry. */
  get selectedInShort(): string | null {
    const text = formatNumbers(this.selection.samples);
    return text === "" || text.length > LONGEST_SELECTION ? null : text;
  }

  /** Load what follows from decisions, for as long as the page lives. Returns how to stop. */
  start(): () => void {
    const stops = [
      this.rest.follow(),
      reaction(
        () => this.run.manifest,
        (manifest) => {
          if (manifest === null) this.forgetNumbers();
        },
      ),
      reaction(
        () => this.projection.entry,
        () => {
          this.loadPositions();
        },
      ),
      reaction(
        () => (this.positions.complete ? this.run.manifest : null),
        () => {
          this.loadPredictions();
        },
      ),
      reaction(
        () => (this.positions.complete ? this.projection.entry : null),
        () => {
          this.loadQuality();
        },
      ),
      reaction(
        () => (this.positions.complete && this.dynamics.wanted ? this.run.manifest : null),
        () => {
          this.loadDynamics();
        },
      ),
      reaction(
        () => (this.positions.complete ? this.measures.neighbors : undefined),
        () => {
          this.loadMotion();
        },
      ),
      reaction(
        () => this.selection.samples,
        (samples) => {
          this.inspected.follow(samples);
        },
      ),
      ...(this.leader === null ? this.followJobs() : []),
    ];
    return () => {
      for (const stop of stops) stop();
      this.jobs.leave();
      this.timeline.dispose();
    };
  }

  /** Change the selection by what was clicked in the plot. */
  pick(samples: readonly number[], picking: Picking): void {
    this.onPick(samples, picking);
  }

  async open(place: Place, steps: OpeningSteps = {}): Promise<void> {
    this.lastOpening = [place, steps];
    if (this.runs.runs === null) await this.runs.load();
    if (this.runs.runs === null) return;
    const name = place.run ?? this.runs.first?.name ?? null;
    const known = name === null ? null : this.runs.find(name);
    if (name !== null && known?.problem === null) await this.openRun(name, place, steps);
    else {
      this.run.showNone(name);
      steps.onAbsent?.();
      this.forgetSamples();
    }
  }

  async retry(): Promise<void> {
    if (this.run.manifest === null) await this.open(...this.lastOpening);
    else this.loadPositions();
  }

  /**
   * Take over what the run has gained while the user was elsewhere, and request again what failed to load. Where the server
   * does not answer, all stays as it is.
   */
  async revisit(): Promise<void> {
    this.visits += 1;
    if (this.run.refreshing) return;
    await this.run.refresh().catch(() => undefined);
    if (this.positions.status === "failed") this.loadPositions();
    this.loadPredictions();
    this.loadQuality();
    this.loadDynamics();
    this.loadMotion();
  }

  /** Two runs may have as many samples: numbers of the one must not stand for those of the other. */
  private forgetNumbers(): void {
    this.predictions.forget();
    this.quality.forget();
    this.dynamics.forget();
  }

  private async openRun(name: string, place: Place, steps: OpeningSteps): Promise<void> {
    const here = this.run.name === name && this.run.manifest !== null;
    const shown = here ? Promise.resolve(true) : this.run.showRun(name);
    // Before the manifest comes, so that the first positions asked for are the right ones.
    this.projection.show(place);
    this.timeline.showEpoch(place.epoch);
    this.color.choose(place.color);
    this.trails.showCenters(place.centers);
    this.view.ask(place.view);
    steps.onNamed?.();
    this.card.sortBy(place.sort, place.largestFirst);
    if (!here) this.forgetSamples();
    if (!(await shown)) return;
    this.showSamples(place, here);
    steps.onOpened?.();
  }

  private followJobs(): (() => void)[] {
    return [
      reaction(
        () => this.run.name,
        () => {
          this.jobs.leave();
        },
      ),
      reaction(
        () => (this.positions.complete ? this.run.name : null),
        (name) => {
          if (name !== null) void this.jobs.enter(name);
        },
      ),
    ];
  }

  private forgetSamples(): void {
    this.selection.forget();
    this.query.clear();
    this.inspected.show(null);
  }

  private showSamples(place: Place, here: boolean): void {
    this.hideClasses(place);
    this.classes.chooseColors(place.colors);
    if (place.samples === null) this.subset.showAllSamples();
    else this.subset.showSamples(place.samples);
    this.query.show(place.where);
    const selected = parseNumbers(place.selected ?? "", this.subset.total - 1);
    if (here) this.selection.pick(selected);
    else this.selection.forget(selected);
  }

  private hideClasses({ hidden, only }: Place): void {
    if (only === null) this.classes.hide(hidden);
    else this.classes.hide([...this.classes.names.keys()].filter((number) => !only.includes(number)));
  }

  private loadPositions(): void {
    const { entry } = this.projection;
    this.timeline.settle();
    if (entry === null || this.run.name === null) this.positions.clear();
    else void this.positions.load(this.run.name, entry, this.timeline.index);
  }

  /** All numbers come after the positions. What is here is not requested again. */
  private loadPredictions(): void {
    const { manifest } = this.run;
    if (manifest !== null && this.positions.complete) void this.predictions.load(manifest, this.timeline.epoch);
  }

  private loadQuality(): void {
    const [{ name }, { entry }] = [this.run, this.projection];
    if (name !== null && entry !== null && this.positions.complete)
      void this.quality.load(name, entry, this.timeline.epoch);
  }

  private loadDynamics(): void {
    const { manifest } = this.run;
    if (manifest !== null && this.positions.complete && this.dynamics.wanted)
      void this.dynamics.load(manifest, this.timeline.epoch);
  }

  private loadMotion(): void {
    const { name } = this.run;
    if (name !== null && this.positions.complete)
      void this.dynamics.loadMotion(name, this.measures.neighbors, this.timeline.epoch);
  }
}
