/** What all tools share: the stores of one view of a run, created and connected here. */
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
import { formatNumbers, parseNumbers, tileOf } from "../numbers/samples.ts";
import type { Tile } from "../numbers/samples.ts";
import { CardStore } from "./CardStore.ts";
import { ClassesStore } from "./ClassesStore.ts";
import { ColorStore } from "./ColorStore.ts";
import { DrawingStore } from "./DrawingStore.ts";
import type { Drawing } from "./DrawingStore.ts";
import { HoverStore } from "./HoverStore.ts";
import { InspectedStore } from "./InspectedStore.ts";
import { JobStore } from "./JobStore.ts";
import { MeasuresStore } from "./MeasuresStore.ts";
import { NOWHERE } from "./location.ts";
import type { PageLocation } from "./location.ts";
import { HelpStore, ThemeStore } from "./preferences.ts";
import type { Memory } from "./preferences.ts";
import { ProjectionStore } from "./ProjectionStore.ts";
import { QueryStore } from "./QueryStore.ts";
import { SelectionStore } from "./SelectionStore.ts";
import type { Picking } from "./SelectionStore.ts";
import { StageStore } from "./StageStore.ts";
import { SubsetStore } from "./SubsetStore.ts";
import { frameTicker } from "./ticker.ts";
import type { Ticker } from "./ticker.ts";
import { TimelineStore } from "./TimelineStore.ts";
import { TrailStore } from "./TrailStore.ts";
import { ViewStore } from "./ViewStore.ts";
import { WorkspaceStore } from "./WorkspaceStore.ts";

/** Characters; longer addresses are cut off by some mail programs. */
const LONGEST_SELECTION = 1500;

export interface Surroundings {
  readonly api: ApiClient;
  readonly memory?: Memory | null;
  readonly ticker?: Ticker;
}

/** How a page beside another one draws its samples, and what a click in its plot does. */
export interface Beside {
  readonly drawing: (run: RunStore) => Drawing;
  readonly onPick: (samples: readonly number[], picking: Picking) => void;
}

/** Steps to take while the page opens a location. */
export interface OpeningSteps {
  /** The run exists and is loading. */
  readonly onNamed?: () => void;
  /** The run is loaded and the location is shown. */
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
  readonly hover: HoverStore;
  readonly stage: StageStore;
  readonly jobs: JobStore;
  readonly view = new ViewStore();
  readonly workspace = new WorkspaceStore();
  readonly api: ApiClient;
  readonly ticker: Ticker;
  /** The page whose timeline this one follows; null where this one leads. */
  readonly leader: Page | null;
  /** Where a sample's thumbnail is; null where the run has none. */
  readonly tileOf: (sample: number) => Tile | null;
  /** How often the user came back to the page. */
  visits = 0;
  private readonly onPick: Beside["onPick"];
  #lastOpening: readonly [PageLocation, OpeningSteps] = [NOWHERE, {}];

  /** Stores read the page's other stores only later, so that the order here does not matter to them. */
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
    this.timeline = new TimelineStore(this);
    this.positions = new PositionsStore(api);
    this.predictions = new PredictionsStore(api);
    this.quality = new QualityStore(api);
    this.dynamics = new DynamicsStore(api);
    this.sources = new SourcesStore(api);
    this.classes = new ClassesStore(this.run);
    this.subset = new SubsetStore(this);
    this.measures = new MeasuresStore(this);
    this.color = new ColorStore(this);
    this.selection = new SelectionStore(this.run);
    this.inspected = new InspectedStore(this.run);
    this.query = new QueryStore(this);
    this.drawing = beside?.drawing(this.run) ?? new DrawingStore(this);
    this.trails = new TrailStore(this);
    this.card = new CardStore(this);
    this.hover = new HoverStore(this);
    this.stage = new StageStore(this);
    this.jobs = new JobStore(this);
    this.tileOf = (sample) => tileOf(api, this.run.manifest, sample);
    this.onPick =
      beside?.onPick ??
      ((samples, picking) => {
        this.selection.pick(samples, picking);
      });
    makeAutoObservable(this);
  }

  /** Return another page with this one's theme, runs and timeline. */
  beside(beside: Beside): Page {
    return new Page({ api: this.api, ticker: this.ticker }, this, beside);
  }

  /** The address of the page's state; null while that is changing. */
  get location(): PageLocation | null {
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
      selected: this.selectionText,
      sort: this.card.sorting,
      largestFirst: this.card.largestFirst,
      where: this.query.where,
      view: this.view.view,
    };
  }

  /** The selection as short text; null if it is empty, or too long for an address. */
  get selectionText(): string | null {
    const text = formatNumbers(this.selection.samples);
    return text === "" || text.length > LONGEST_SELECTION ? null : text;
  }

  /** Load what the page's state requires, until stopped. Returns how to stop. */
  start(): () => void {
    const stops = [
      this.timeline.followRest(),
      reaction(
        () => this.run.manifest,
        (manifest) => {
          if (manifest === null) this.forgetValues();
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

  async open(location: PageLocation, steps: OpeningSteps = {}): Promise<void> {
    this.#lastOpening = [location, steps];
    if (this.runs.runs === null) await this.runs.load();
    if (this.runs.runs === null) return;
    const name = location.run ?? this.runs.first?.name ?? null;
    const listed = name === null ? null : this.runs.find(name);
    if (name !== null && listed?.problem === null) await this.openRun(name, location, steps);
    else {
      this.run.showNone(name);
      steps.onAbsent?.();
      this.forgetSamples();
    }
  }

  async retry(): Promise<void> {
    if (this.run.manifest === null) await this.open(...this.#lastOpening);
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

  /** Two runs may have the same number of samples: values of one must not be shown for the other. */
  private forgetValues(): void {
    this.predictions.forget();
    this.quality.forget();
    this.dynamics.forget();
  }

  private async openRun(name: string, location: PageLocation, steps: OpeningSteps): Promise<void> {
    const isOpen = this.run.name === name && this.run.manifest !== null;
    const shown = isOpen ? Promise.resolve(true) : this.run.showRun(name);
    // Before the manifest arrives, so that the first positions requested are the right ones.
    this.projection.show(location);
    this.timeline.showEpoch(location.epoch);
    this.color.choose(location.color);
    this.trails.showCenters(location.centers);
    this.view.goTo(location.view);
    steps.onNamed?.();
    this.card.sortBy(location.sort, location.largestFirst);
    if (!isOpen) this.forgetSamples();
    if (!(await shown)) return;
    this.showSamples(location, isOpen);
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

  private showSamples(location: PageLocation, isOpen: boolean): void {
    this.hideClasses(location);
    this.classes.chooseColors(location.colors);
    if (location.samples === null) this.subset.showAllSamples();
    else this.subset.showSamples(location.samples);
    this.query.show(location.where);
    const selected = parseNumbers(location.selected ?? "", this.subset.total - 1);
    if (isOpen) this.selection.pick(selected);
    else this.selection.forget(selected);
  }

  private hideClasses({ hidden, only }: PageLocation): void {
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
