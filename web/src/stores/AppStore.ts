/** All stores of the page, made and wired in this one place. */
import { makeAutoObservable, reaction } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import { ComparisonStore } from "../compare/ComparisonStore.ts";
import { MirroredDrawing } from "../compare/MirroredDrawing.ts";
import { SecondViewStore } from "../compare/SecondViewStore.ts";
import { EventsStore } from "../events/EventsStore.ts";
import { SaveStore } from "../export/SaveStore.ts";
import { NO_CHOICES, NOWHERE } from "./address.ts";
import type { Address, ToolChoices } from "./address.ts";
import { sameBlocks } from "./blocks.ts";
import { BlocksStore } from "./BlocksStore.ts";
import { CardStore } from "./CardStore.ts";
import { ClassCurvesStore } from "./ClassCurvesStore.ts";
import { ClassesStore } from "./ClassesStore.ts";
import { ColorStore } from "./ColorStore.ts";
import { ConfusionStore } from "./ConfusionStore.ts";
import { DataMapStore } from "./DataMapStore.ts";
import { DrawingStore } from "./DrawingStore.ts";
import type { Drawing } from "./DrawingStore.ts";
import { DynamicsStore } from "./DynamicsStore.ts";
import { FramesStore } from "./FramesStore.ts";
import { HelpStore } from "./HelpStore.ts";
import { HoverStore } from "./HoverStore.ts";
import { JobStore } from "./JobStore.ts";
import { LabelErrorsStore } from "./LabelErrorsStore.ts";
import { MeasuresStore } from "./MeasuresStore.ts";
import { NeighborhoodStore } from "./NeighborhoodStore.ts";
import { formatNumbers, parseNumbers } from "./numberList.ts";
import { PredictionsStore } from "./PredictionsStore.ts";
import { ProjectionStore } from "./ProjectionStore.ts";
import { QualityStore } from "./QualityStore.ts";
import { QueryStore } from "./QueryStore.ts";
import { RestStore } from "./RestStore.ts";
import { RunsStore } from "./RunsStore.ts";
import { RunStore } from "./RunStore.ts";
import { SampleHistoryStore } from "./SampleHistoryStore.ts";
import { SampleStore } from "./SampleStore.ts";
import { SelectionStore } from "./SelectionStore.ts";
import type { Picking } from "./SelectionStore.ts";
import { SourcesStore } from "./SourcesStore.ts";
import { StageStore } from "./StageStore.ts";
import { SubsetStore } from "./SubsetStore.ts";
import { ThemeStore } from "./ThemeStore.ts";
import { TrailStore } from "./TrailStore.ts";
import { TimelineStore } from "./TimelineStore.ts";
import { ViewStore } from "./ViewStore.ts";
import { WorkspaceStore } from "./WorkspaceStore.ts";
import { WrongStore } from "./WrongStore.ts";
import { tileOf } from "./tile.ts";
import type { Tile } from "./tile.ts";
import { frameTicker } from "./ticker.ts";
import type { Ticker } from "./ticker.ts";

/** Characters; longer addresses are cut off by some mail programs. */
const LONGEST_SELECTION = 1500;

export interface Surroundings {
  readonly api: ApiClient;
  readonly memory?: Pick<Storage, "getItem" | "setItem"> | null;
  readonly ticker?: Ticker;
  /** The view that this one is beside; null where this is the first. */
  readonly first?: AppStore | null;
}

export class AppStore {
  readonly api: ApiClient;
  readonly theme: ThemeStore;
  readonly runs: RunsStore;
  readonly run: RunStore;
  readonly projection: ProjectionStore;
  readonly timeline: TimelineStore;
  readonly frames: FramesStore;
  readonly classes: ClassesStore;
  readonly subset: SubsetStore;
  readonly predictions: PredictionsStore;
  readonly quality: QualityStore;
  readonly dynamics: DynamicsStore;
  readonly measures: MeasuresStore;
  readonly color: ColorStore;
  readonly selection: SelectionStore;
  readonly query: QueryStore;
  readonly drawing: Drawing;
  readonly trails: TrailStore;
  readonly rest: RestStore;
  readonly card: CardStore;
  readonly wrong: WrongStore;
  readonly confusion: ConfusionStore;
  readonly sample: SampleStore;
  readonly sampleHistory: SampleHistoryStore;
  readonly neighborhood: NeighborhoodStore;
  readonly sources: SourcesStore;
  readonly blocks = new BlocksStore();
  readonly hover: HoverStore;
  readonly dataMap: DataMapStore;
  readonly classCurves: ClassCurvesStore;
  readonly events: EventsStore;
  readonly labelErrors: LabelErrorsStore;
  readonly stage: StageStore;
  readonly help: HelpStore;
  readonly jobs: JobStore;
  readonly view = new ViewStore();
  readonly workspace = new WorkspaceStore();
  readonly save = new SaveStore(this);
  readonly first: AppStore | null;
  readonly second: SecondViewStore;
  readonly comparison: ComparisonStore;
  private lastAsked: Address = NOWHERE;

  /** Where a sample's thumbnail is; null where the run has none. */
  readonly tileOf: (sample: number) => Tile | null;

  constructor({ api, memory = null, ticker = frameTicker, first = null }: Surroundings) {
    this.api = api;
    this.first = first;
    this.second = new SecondViewStore(this, () => new AppStore({ api, ticker, first: this }));
    this.tileOf = (sample) => tileOf(api, this.run.manifest, sample);
    this.theme = first?.theme ?? new ThemeStore(memory);
    this.help = new HelpStore(memory);
    this.runs = first?.runs ?? new RunsStore(api);
    this.run = new RunStore(api);
    this.projection = new ProjectionStore(this.run);
    this.timeline = new TimelineStore(this.projection, ticker, first?.timeline);
    this.frames = new FramesStore(api);
    this.classes = new ClassesStore(this.run);
    this.subset = new SubsetStore(this.run, this.classes);
    this.predictions = new PredictionsStore(api);
    this.quality = new QualityStore(api);
    this.dynamics = new DynamicsStore(api);
    this.measures = new MeasuresStore(this);
    this.color = new ColorStore(
      this.run,
      this.projection,
      this.classes,
      this.predictions,
      this.quality,
      this.measures,
      first?.measures,
    );
    this.selection = new SelectionStore(this.run);
    this.query = new QueryStore(this.run, this.timeline, this.predictions, this.quality, this.dynamics, this.measures);
    this.drawing =
      first === null
        ? new DrawingStore(this.run, this.classes, this.subset, this.selection, this.query)
        : new MirroredDrawing(this.run, first.drawing, () => first.second.same);
    this.trails = new TrailStore(this.run, this.classes, this.drawing, this.frames);
    this.rest = new RestStore(this.timeline);
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
    this.confusion = new ConfusionStore(
      this.run,
      this.timeline,
      this.classes,
      this.subset,
      this.predictions,
      this.selection,
    );
    this.sources = new SourcesStore(api);
    this.sample = new SampleStore(api, this.run, this.projection, this.card, this.workspace);
    this.sampleHistory = new SampleHistoryStore(
      this.run,
      this.classes,
      this.timeline,
      this.predictions,
      this.measures,
      this.sample,
      this.blocks,
    );
    this.neighborhood = new NeighborhoodStore(
      this.run,
      this.projection,
      this.classes,
      this.timeline,
      this.sample,
      this.blocks,
    );
    this.hover = new HoverStore(
      api,
      this.run,
      this.classes,
      this.timeline,
      this.predictions,
      this.measures,
      this.color,
    );
    this.dataMap = new DataMapStore(
      this.run,
      this.timeline,
      this.dynamics,
      this.measures,
      this.drawing,
      this.selection,
      this.hover,
    );
    this.classCurves = new ClassCurvesStore(
      this.run,
      this.timeline,
      this.rest,
      this.classes,
      this.subset,
      this.predictions,
    );
    this.events = new EventsStore(
      this.run,
      this.timeline,
      this.classes,
      this.subset,
      this.predictions,
      this.dynamics,
      this.selection,
    );
    this.labelErrors = new LabelErrorsStore(this);
    this.stage = new StageStore(this.runs, this.run, this.projection, this.frames, this.subset);
    this.jobs = new JobStore(this);
    this.comparison = new ComparisonStore(this, this.second);
    makeAutoObservable<this, "lastAsked">(this, {
      theme: false,
      runs: false,
      run: false,
      projection: false,
      timeline: false,
      frames: false,
      classes: false,
      subset: false,
      predictions: false,
      quality: false,
      color: false,
      selection: false,
      query: false,
      drawing: false,
      trails: false,
      card: false,
      wrong: false,
      confusion: false,
      hover: false,
      rest: false,
      dataMap: false,
      classCurves: false,
      stage: false,
      help: false,
      jobs: false,
      view: false,
      workspace: false,
      sample: false,
      sampleHistory: false,
      neighborhood: false,
      sources: false,
      blocks: false,
      events: false,
      labelErrors: false,
      dynamics: false,
      measures: false,
      save: false,
      first: false,
      second: false,
      comparison: false,
      tileOf: false,
      lastAsked: false,
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
      second: this.second.address,
      tool: this.workspace.open,
      sample: this.workspace.open === "sample" ? this.sample.number : null,
      ...this.toolChoices,
    };
  }

  /** Null where nothing is selected, or more than an address can carry. */
  get selectedInShort(): string | null {
    const text = formatNumbers(this.selection.samples);
    return text === "" || text.length > LONGEST_SELECTION ? null : text;
  }

  /** Of the tool that is open. */
  private get toolChoices(): ToolChoices {
    if (this.workspace.open === "confusion") return this.confusion.choices;
    return { ...NO_CHOICES, split: this.workspace.open === "classes" ? this.classCurves.split : null };
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
          this.loadFrames();
        },
      ),
      reaction(
        () => (this.frames.complete ? this.run.manifest : null),
        (manifest) => {
          if (manifest) void this.predictions.load(manifest);
        },
      ),
      reaction(
        () => (this.frames.complete ? this.projection.entry : null),
        (entry) => {
          if (entry && this.run.name !== null) void this.quality.load(this.run.name, entry);
        },
      ),
      reaction(
        () => (this.frames.complete && this.dynamics.wanted ? this.run.manifest : null),
        (manifest) => {
          if (manifest) void this.dynamics.load(manifest);
        },
      ),
      reaction(
        () => (this.frames.complete ? this.measures.neighbors : undefined),
        (layer) => {
          if (layer !== undefined && this.run.name !== null) void this.dynamics.loadMotion(this.run.name, layer);
        },
      ),
      reaction(
        () => (this.frames.complete && this.workspace.open === "sample" ? this.sample.wanted : null),
        (wanted) => {
          if (wanted !== null) this.loadSample();
        },
        { equals: sameBlocks },
      ),
      reaction(
        () => this.selection.samples,
        (samples) => {
          this.sample.follow(samples);
        },
      ),
      reaction(
        () => (this.frames.complete && this.workspace.open === "labels" ? this.run.manifest : null),
        (manifest) => {
          if (manifest) void this.labelErrors.load(manifest);
        },
      ),
      ...(this.first === null ? this.followJobs() : []),
      this.comparison.follow(),
    ];
    return () => {
      for (const stop of stops) stop();
      this.second.close();
      this.jobs.leave();
      this.timeline.dispose();
    };
  }

  /** What was clicked in the picture: the selection is that of the first view. */
  pick(samples: readonly number[], picking: Picking): void {
    if (this.first === null) this.selection.pick(samples, picking);
    else this.first.second.pick(samples, picking);
  }

  async openAddress(address: Address): Promise<void> {
    this.lastAsked = address;
    // At once: the tool takes room from the picture.
    this.openTool(address);
    if (this.runs.runs === null) await this.runs.load();
    if (this.runs.runs === null) return;
    const name = address.run ?? this.runs.first?.name ?? null;
    const known = name === null ? null : this.runs.find(name);
    if (name !== null && known?.problem === null) await this.openRun(name, address);
    else {
      this.run.showNone(name);
      this.second.close();
      this.forgetSamples();
    }
  }

  showRun(name: string): Promise<void> {
    const { address: second } = this.second;
    return this.openAddress({
      ...NOWHERE,
      run: name,
      second: second && { ...second, run: second.run ?? this.run.name },
    });
  }

  async retry(): Promise<void> {
    if (this.run.manifest === null) await this.openAddress(this.lastAsked);
    else this.loadFrames();
  }

  /** What tells of the sample that is looked at; what is here already is not asked for again. */
  loadSample(): void {
    const { manifest } = this.run;
    const { wanted } = this.sample;
    if (manifest === null || wanted === null) return;
    this.dynamics.want();
    void this.dynamics.load(manifest);
    void this.sources.load(manifest.name);
    void this.blocks.load(wanted);
  }

  /** Two runs may have as many samples: numbers of the one must not stand for those of the other. */
  private forgetNumbers(): void {
    this.predictions.forget();
    this.dynamics.forget();
  }

  private async openRun(name: string, address: Address): Promise<void> {
    const here = this.run.name === name && this.run.manifest !== null;
    const shown = here ? Promise.resolve(true) : this.run.showRun(name);
    // Before the manifest comes, so that the first positions asked for are the right ones.
    this.projection.show(address);
    this.timeline.showEpoch(address.epoch);
    this.color.choose(address.color);
    this.trails.showCenters(address.centers);
    this.view.ask(address.view);
    if (this.first === null) this.second.show(address.second);
    this.card.sortBy(address.sort, address.largestFirst);
    if (!here) this.forgetSamples();
    if (!(await shown)) return;
    this.showSamples(address, here);
    // After the selection, which it follows.
    if (address.sample !== null) this.sample.show(address.sample);
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
        () => (this.frames.complete ? this.run.name : null),
        (name) => {
          if (name !== null) void this.jobs.enter(name);
        },
      ),
    ];
  }

  private openTool(address: Address): void {
    this.workspace.show(address.tool);
    this.confusion.choose(address.tool === "confusion" ? address : NO_CHOICES);
    this.classCurves.showSplit(address.tool === "classes" ? address.split : null);
  }

  private forgetSamples(): void {
    this.selection.forget();
    this.query.clear();
    this.sample.show(null);
  }

  private showSamples(address: Address, here: boolean): void {
    this.hideClasses(address);
    this.classes.chooseColors(address.colors);
    if (address.samples === null) this.subset.showAllSamples();
    else this.subset.showSamples(address.samples);
    this.query.show(address.where);
    const selected = parseNumbers(address.selected ?? "", this.subset.total - 1);
    if (here) this.selection.pick(selected);
    else this.selection.forget(selected);
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
