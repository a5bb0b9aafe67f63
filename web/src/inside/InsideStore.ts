/** The inside of a run's network: its stores, what the address says of them, and what they have to do with the page. */
import { compareStructural, makeAutoObservable, observableRef, reaction } from "mobx";
import { textsOf } from "../page/location.ts";
import type { Params, Parts } from "../page/location.ts";
import type { Page } from "../page/Page.ts";
import { AnswersStore } from "./AnswersStore.ts";
import { CameraStore } from "./camera/CameraStore.ts";
import { ChoicesStore, PAGE } from "./ChoicesStore.ts";
import type { Unit } from "./ChoicesStore.ts";
import { ComparisonStore } from "./ComparisonStore.ts";
import { EXAMPLE } from "./example.ts";
import { InputStore } from "./InputStore.ts";
import type { NamedInput } from "./InputStore.ts";
import type { Range } from "./colors.ts";
import { unitsOf } from "./layers.ts";
import type { PlacedLayer } from "./layers.ts";
import { LayoutStore } from "./layout/LayoutStore.ts";
import { likeliest } from "./likeliest.ts";
import { LooksStore } from "./LooksStore.ts";
import type { WantedMaps } from "./LooksStore.ts";
import { NetworkStore } from "./NetworkStore.ts";
import { NeuronsStore } from "./neurons/NeuronsStore.ts";
import { PlayedStore } from "./played/PlayedStore.ts";
import { SamplesStore } from "./SamplesStore.ts";
import { SketchStore } from "./SketchStore.ts";
import { strokesOfText } from "./strokes.ts";

export class InsideStore {
  readonly network: NetworkStore;
  readonly sketch: SketchStore;
  readonly camera: CameraStore;
  readonly input: InputStore;
  readonly samples: SamplesStore;
  readonly choices: ChoicesStore;
  readonly layout = new LayoutStore();
  readonly comparison = new ComparisonStore();
  readonly answers = new AnswersStore();
  readonly looks: LooksStore;
  readonly neurons: NeuronsStore;
  readonly played: PlayedStore;
  /** How many maps of a layer are in its row, where it is not open. */
  private rowLength = 12;
  /** The numbers of the layers whose rows are in sight. */
  private inSight: ReadonlySet<number> = new Set();
  /** The choices that this store wrote last. */
  private written: Params | null = null;

  constructor(readonly page: Page) {
    this.network = new NetworkStore(page);
    this.sketch = new SketchStore(page.ticker);
    this.camera = new CameraStore(this);
    this.input = new InputStore(this.network, this.sketch, this.camera);
    this.samples = new SamplesStore(page, this.input);
    this.choices = new ChoicesStore(this.network);
    this.looks = new LooksStore(this);
    this.neurons = new NeuronsStore(this);
    this.played = new PlayedStore(this);
    makeAutoObservable<this, "written" | "inSight">(this, { page: false, written: false, inSight: observableRef });
  }

  get wanted(): NamedInput | null {
    return this.input.wanted;
  }

  get epoch(): number | null {
    return this.network.nearestEpoch(this.page.timeline.epoch);
  }

  get needsBefore(): boolean {
    return this.choices.order === "change";
  }

  get other(): { readonly named: NamedInput | null; readonly epoch: number } | null {
    const { with: compared } = this.comparison;
    if (compared.kind === "none" || this.epoch === null) return null;
    if (compared.kind === "input") return { named: compared.named, epoch: this.epoch };
    return { named: null, epoch: this.network.nearestEpoch(compared.epoch) ?? this.epoch };
  }

  /** The layers whose weights to the classes are on screen. */
  get weighing(): readonly PlacedLayer[] {
    const isSorted = this.choices.order === "weight";
    const shown = [this.unit?.layer, this.neurons.layer];
    return this.network.layers.filter((layer) => layer.weighs && (isSorted || shown.includes(layer)));
  }

  /** The layer whose weights at all epochs are on screen. */
  get weighingOver(): PlacedLayer | null {
    return this.neurons.keepsWeights ? this.neurons.layer : null;
  }

  /** The units whose recorded samples are on screen. */
  get exciting(): readonly Unit[] {
    return [...(this.unit === null ? [] : [this.unit]), ...this.neurons.listed];
  }

  get unit(): Unit | null {
    return this.choices.unit;
  }

  /** The maps that are on screen. */
  get maps(): readonly WantedMaps[] {
    const { open, unit } = this.choices;
    const rows = this.network.layers.filter(({ number, isVector }) => this.inSight.has(number) && !isVector);
    const shown = rows.map((layer) => ({ layer, maps: this.shownOf(layer, layer === open) }));
    const one = unit === null || unit.layer.isVector ? [] : [{ layer: unit.layer, maps: [unit.map] }];
    const { averaged, layer } = this.played;
    return [...shown, ...one, ...(layer === null ? [] : [{ layer, maps: averaged }])];
  }

  /** Return how much each unit of a layer counts for a class; null where that is not known, or it does not. */
  weightsTo(layer: PlacedLayer, number: number): Float32Array | null {
    return this.epoch === null ? null : this.weightsAt(this.epoch, layer, number);
  }

  /** Return the same at any epoch. */
  weightsAt(epoch: number, layer: PlacedLayer, number: number): Float32Array | null {
    const weights = this.answers.weightsOf(this.page.run.name ?? "", epoch, layer);
    return weights === null ? null : weights.weight.subarray(number * layer.count, (number + 1) * layer.count);
  }

  /** Return the maps of a layer that its row shows, in their order. */
  shownOf(layer: PlacedLayer, isOpen: boolean): readonly number[] {
    const order = this.orderOf(layer);
    return isOpen
      ? order.slice(this.choices.page * PAGE, (this.choices.page + 1) * PAGE)
      : this.layout.pinnedTo(layer).length > 0
        ? order.filter((map) => this.layout.pinnedTo(layer).includes(map))
        : order.slice(0, this.layout.rows * (this.rowLength + 1) - 1);
  }

  /** Return all maps or units of a layer in the order chosen. */
  orderOf(layer: PlacedLayer): readonly number[] {
    const positions = Array.from({ length: layer.count }, (_, at) => at);
    const values = this.sortedBy(layer);
    return values === null ? positions : positions.sort((one, other) => (values[other] ?? 0) - (values[one] ?? 0));
  }

  /** Have as many maps in a row as there is room for. */
  fit(rowLength: number): void {
    this.rowLength = rowLength;
  }

  see(layer: PlacedLayer, isInSight: boolean): void {
    const others = [...this.inSight].filter((number) => number !== layer.number);
    this.inSight = new Set(isInSight ? [...others, layer.number] : others);
  }

  /** The input as the address of a comparison has it; null where an address cannot say it. */
  get inputText(): string | null {
    const { source, sample } = this.input;
    if (source === "sample") return `sample:${sample}`;
    if (source === "camera") return this.camera.frameText === null ? null : `frame:${this.camera.frameText}`;
    return source === "draw" && this.sketch.text !== "" ? `draw:${this.sketch.text}` : null;
  }

  /** Return the ends of a layer's scale: those of the inputs on screen, at all epochs seen. */
  rangeOf(layer: PlacedLayer): Range {
    const { look, other } = this.looks;
    const found = [look, other].flatMap((one) => (one === null ? [] : [this.answers.rangeOf(one.sent.id, layer)]));
    const known = found.filter((range) => range !== null);
    return [Math.min(...known.map(([low]) => low)), Math.max(...known.map(([, high]) => high))];
  }

  /** What the address says of the inside. */
  get parts(): Parts {
    const { source, sample } = this.input;
    const { unit, open, order, scales } = this.choices.texts;
    const { layers, rows, pinned } = this.layout.texts;
    const { camera, frame } = this.camera.texts;
    const { neurons, toward, cells } = this.neurons.texts;
    const { played, averaged } = this.played.texts;
    return [
      ["input", source === "sample" ? sample : source === "camera" ? source : null],
      ["draw", source === "draw" && !this.sketch.isExample ? this.sketch.text || null : null],
      ["camera", source === "camera" ? camera : null],
      ["frame", source === "camera" ? frame : null],
      ["unit", unit],
      ["open", open],
      ["maps", order],
      ["layers", layers],
      ["rows", rows],
      ["pinned", pinned],
      ["scales", scales],
      ["neurons", neurons],
      ["toward", toward],
      ["cells", cells],
      ["played", played],
      ["averaged", averaged],
      ["with", this.comparison.text],
    ];
  }

  /** Follow the page, and look at what is wanted, until stopped. Returns how to stop. */
  start(): () => void {
    const { hover, mode, run, selection } = this.page;
    this.read(mode.choices);
    hover.ring(null);
    const stops = [
      reaction(() => run.manifest, this.open, { fireImmediately: true }),
      reaction(
        () => this.network.input,
        (input) => {
          if (input !== null) this.comparison.settle(input);
        },
      ),
      reaction(() => textsOf(this.parts), this.write, { equals: compareStructural }),
      reaction(
        () => mode.choices,
        (choices) => {
          if (choices !== this.written) this.read(choices);
        },
      ),
      reaction(() => mode.dropped, this.takeDropped, { fireImmediately: true }),
      reaction(
        () => selection.samples,
        (samples) => {
          if (samples.length === 1 && this.input.source === "sample") this.input.showSample(samples[0] ?? 0);
        },
      ),
      reaction(
        () => this.input.source === "sample",
        (takes) => {
          mode.takeSamples(takes);
        },
        { fireImmediately: true },
      ),
      this.samples.follow(),
      this.played.start(),
      this.looks.start(),
    ];
    return () => {
      for (const stop of stops) stop();
      // Where it is on the map.
      if (this.input.source === "sample") hover.ring(this.input.sample);
    };
  }

  private sortedBy(layer: PlacedLayer): Float32Array | null {
    const { look } = this.looks;
    if (look === null || this.choices.order === "position") return null;
    if (this.choices.order === "weight") return this.weightsTo(layer, likeliest(look.summary.probability, 1)[0] ?? 0);
    const units = unitsOf(look.summary, layer);
    if (this.choices.order === "activation") return units;
    const before = this.network.epochs[this.network.epochs.indexOf(look.epoch) - 1];
    const summary = before === undefined ? null : this.looks.summaryAt(before);
    if (summary === null) return null;
    const earlier = unitsOf(summary, layer);
    return units.map((unit, at) => Math.abs(unit - (earlier[at] ?? 0)));
  }

  private readonly open = (): void => {
    void this.network.open();
  };

  private readonly write = (params: Params): void => {
    this.written = params;
    this.page.mode.show(this.page.mode.mode, params);
  };

  private readonly read = (params: Params): void => {
    const text = (name: string) => params.get(name);
    const { inspected, selection } = this.page;
    const sample = /^\d+$/.test(text("input") ?? "") ? Number(text("input")) : null;
    const drawn = strokesOfText(text("draw") ?? "");
    this.sketch.show(drawn.length > 0 ? drawn : EXAMPLE, drawn.length === 0);
    if (sample !== null) this.input.showSample(sample);
    else {
      this.input.showSample(selection.samples[0] ?? inspected.number ?? 0);
      this.input.choose(text("input") === "camera" ? "camera" : drawn.length > 0 ? "draw" : null);
    }
    this.camera.read(text("camera"), text("frame"));
    this.choices.read(text);
    this.layout.read(text);
    this.neurons.read(text);
    this.played.read(text);
    this.comparison.read(text("with"));
    if (this.network.input !== null) this.comparison.settle(this.network.input);
  };

  private readonly takeDropped = (picture: File | null): void => {
    if (picture === null) return;
    this.input.take(picture);
    this.page.mode.takeDropped();
  };
}
