/** What all tools share: the stores of one view of a run, created and connected here. */
import { makeAutoObservable, reaction } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import { BlocksStore } from "../loaded/BlocksStore.ts";
import { ColumnsStore } from "../loaded/ColumnsStore.ts";
import { DynamicsStore } from "../loaded/DynamicsStore.ts";
import { LabelEvidenceStore } from "../loaded/LabelEvidenceStore.ts";
import { PositionsStore } from "../loaded/PositionsStore.ts";
import { PredictionsStore } from "../loaded/PredictionsStore.ts";
import { QualityStore } from "../loaded/QualityStore.ts";
import { RunsStore } from "../loaded/RunsStore.ts";
import { RunStore } from "../loaded/RunStore.ts";
import { SourcesStore } from "../loaded/SourcesStore.ts";
import type { TextsStore } from "../loaded/TextsStore.ts";
import { tileOf } from "../numbers/samples.ts";
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
import { ModeStore } from "./ModeStore.ts";
import type { PageLocation } from "./location.ts";
import { LiveStore } from "./LiveStore.ts";
import { LookStore } from "./LookStore.ts";
import { NamesStore } from "./NamesStore.ts";
import { PageLoader } from "./PageLoader.ts";
import { PlaceStore } from "./PlaceStore.ts";
import type { OpeningSteps } from "./PlaceStore.ts";
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

export interface Surroundings {
  readonly api: ApiClient;
  readonly memory?: Memory | null;
  readonly ticker?: Ticker;
}

/** How a page beside another one draws its samples, and what a click in its plot does. */
export interface Beside {
  readonly drawing: (run: RunStore) => Drawing;
  readonly onPick: (samples: readonly number[], picking: Picking) => void;
  /** A double click on a sample. */
  readonly onOpen: (sample: number) => void;
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
  readonly labelEvidence: LabelEvidenceStore;
  readonly sources: SourcesStore;
  readonly columns: ColumnsStore;
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
  readonly names: NamesStore;
  readonly look: LookStore;
  readonly card: CardStore;
  readonly hover: HoverStore;
  readonly stage: StageStore;
  readonly jobs: JobStore;
  readonly view = new ViewStore();
  readonly mode = new ModeStore();
  readonly workspace: WorkspaceStore;
  readonly live: LiveStore;
  readonly place: PlaceStore;
  readonly api: ApiClient;
  readonly ticker: Ticker;
  /** The page whose timeline this one follows; null where this one leads. */
  readonly leader: Page | null;
  /** The page of the second view, which follows this one; null where there is none. */
  companion: Page | null = null;
  /** Where a sample's thumbnail is; null where the run has none. */
  readonly tileOf: (sample: number) => Tile | null;
  /** How often the user came back to the page. */
  visits = 0;
  private readonly onPick: Beside["onPick"];
  private readonly onOpen: Beside["onOpen"];
  private readonly loader: PageLoader;

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
    this.workspace = new WorkspaceStore(memory);
    this.runs = leader?.runs ?? new RunsStore(api);
    this.run = new RunStore(api);
    this.projection = new ProjectionStore(this.run);
    this.timeline = new TimelineStore(this);
    this.positions = new PositionsStore(api);
    this.predictions = new PredictionsStore(api, this.run.merging);
    this.quality = new QualityStore(api);
    this.dynamics = new DynamicsStore(api);
    this.labelEvidence = new LabelEvidenceStore(api);
    this.sources = new SourcesStore(api);
    this.columns = new ColumnsStore(api, this.run);
    this.classes = new ClassesStore(this);
    this.subset = new SubsetStore(this);
    this.measures = new MeasuresStore(this);
    this.color = new ColorStore(this);
    this.selection = new SelectionStore(this.run);
    this.inspected = new InspectedStore(this.run);
    this.query = new QueryStore(this);
    this.drawing = beside?.drawing(this.run) ?? new DrawingStore(this);
    this.trails = new TrailStore(this);
    this.names = new NamesStore(this);
    this.look = new LookStore(this);
    this.card = new CardStore(this);
    this.hover = new HoverStore(this);
    this.stage = new StageStore(this);
    this.jobs = new JobStore(this);
    this.live = new LiveStore(this);
    this.place = new PlaceStore(this);
    this.loader = new PageLoader(this);
    this.tileOf = (sample) => tileOf(api, this.run.manifest, sample);
    this.onOpen =
      beside?.onOpen ??
      ((sample) => {
        if (this.inspected.canOpen) this.inspected.open(sample);
      });
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

  accompany(companion: Page | null): void {
    this.companion = companion;
  }

  /** The page beside this one; null if this is the only one, or both show the same run. */
  get otherRun(): Page | null {
    const other = this.leader ?? this.companion;
    return other?.run.name === this.run.name ? null : other;
  }

  /** What samples show in place of a picture: the texts of the column called "text"; null where the run has none. */
  get texts(): TextsStore | null {
    const isShown = this.run.manifest?.columns.some(({ kind, name }) => kind === "text" && name === "text") ?? false;
    return isShown ? this.columns.textsOf("text") : null;
  }

  /** The address of the page's state; null while that is changing. */
  get location(): PageLocation | null {
    return this.place.location;
  }

  /** Load what the page's state requires, until stopped. Returns how to stop. */
  start(): () => void {
    const stops = [
      this.timeline.followRest(),
      this.loader.start(),
      reaction(
        () => this.timeline.epochs,
        (_, before) => {
          if (this.live.recording) this.timeline.follow(before);
          this.timeline.settle();
        },
      ),
      reaction(
        () => this.run.problem?.outdated === true,
        (recordedAgain) => {
          if (recordedAgain) void this.place.openAgain();
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

  /** Open a sample that was double-clicked in the plot. */
  openSample(sample: number): void {
    this.onOpen(sample);
  }

  open(location: PageLocation, steps: OpeningSteps = {}): Promise<void> {
    return this.place.open(location, steps);
  }

  async retry(): Promise<void> {
    if (this.run.manifest === null) await this.place.openAgain();
    else this.loader.loadPositions();
  }

  /** Take over what the run has gained while the user was elsewhere, and request again what failed to load. */
  async revisit(): Promise<void> {
    this.visits += 1;
    await this.loader.refresh();
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
        () => (this.positions.complete ? (this.run.manifest?.name ?? null) : null),
        (name) => {
          if (name !== null) void this.jobs.enter(name);
        },
      ),
    ];
  }
}
