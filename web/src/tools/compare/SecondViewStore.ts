/** A second view beside the first: another layer, setting or run, with the first one's timeline, samples and selection. */
import { makeAutoObservable, observableRef, reaction } from "mobx";
import type { Page } from "../../page/Page.ts";
import { NOWHERE } from "../../page/location.ts";
import type { Picking } from "../../page/SelectionStore.ts";
import { MirroredDrawing } from "./MirroredDrawing.ts";
import { itself, named, sameSamples } from "./sameSamples.ts";
import type { SameSamples } from "./sameSamples.ts";
import type { SecondPlace } from "./secondPlace.ts";

export class SecondViewStore {
  /** Null where there is no second view. */
  page: Page | null = null;
  private stop: (() => void) | null = null;

  constructor(private readonly first: Page) {
    makeAutoObservable<this, "first" | "stop">(this, { first: false, stop: false, page: observableRef });
  }

  /** Where the second view is; what it has in common with the first is left open. */
  get place(): SecondPlace | null {
    if (this.page === null) return null;
    const { projection, run, view } = this.page;
    return { run: this.sameRun ? null : run.name, ...projection.choiceOnScreen, view: view.view };
  }

  get sameRun(): boolean {
    return this.page?.run.name === this.first.run.name;
  }

  /** Whether there is no difference at all. */
  get showsSame(): boolean {
    return this.sameRun && this.page?.projection.entry?.positions.path === this.first.projection.entry?.positions.path;
  }

  /** Which samples are which; null where nobody knows yet. */
  get same(): SameSamples | null {
    const [one, other] = [this.first.run.name, this.page?.run.name ?? null];
    if (one === null || other === null || this.page === null) return null;
    if (one === other) return itself(this.first.subset.total);
    const [sources, others] = [this.first.sources.allOf(one), this.page.sources.allOf(other)];
    return sources === null || others === null ? null : sameSamples(sources, others);
  }

  /** Why nobody knows which samples are which, in words. */
  get problem(): string | null {
    return this.sameRun ? null : ((this.first.sources.problem ?? this.page?.sources.problem)?.words ?? null);
  }

  /** Open it where it differs from the first: at the layer before, or else at whatever else there is. */
  open(): void {
    const { projection } = this.first;
    const layers = projection.layers.filter(({ projected }) => projected).map(({ name }) => name);
    const here = layers.indexOf(projection.layer ?? "");
    const layer = layers[here - 1] ?? layers[here + 1] ?? projection.layer;
    this.show({ ...projection.choiceOnScreen, run: null, layer, view: null });
  }

  show(asked: SecondPlace | null): void {
    if (asked === null) {
      this.close();
      return;
    }
    const page = this.page ?? this.begin();
    void page.open({ ...NOWHERE, ...asked, run: asked.run ?? this.first.run.name });
  }

  showRun(run: string): void {
    this.show({ ...this.first.projection.choiceOnScreen, run, view: null });
  }

  close(): void {
    this.stop?.();
    this.page = this.stop = null;
  }

  /** What was picked in the second picture changes the one selection. */
  pick(samples: readonly number[], picking: Picking): void {
    if (this.same !== null) this.first.selection.pick(named(samples, this.same.inFirst), picking);
  }

  private begin(): Page {
    const page = this.first.beside({
      drawing: (run) => new MirroredDrawing(run, this.first.drawing, () => this.same),
      onPick: (samples, picking) => {
        this.pick(samples, picking);
      },
    });
    this.page = page;
    const stops = [page.start(), ...this.follow(page)];
    this.stop = () => {
      for (const stop of stops) stop();
    };
    return page;
  }

  /** Where the first view goes, this one goes too. */
  private follow(page: Page): (() => void)[] {
    const { first } = this;
    return [
      follow(
        () => first.classes.chosen,
        (colors) => {
          page.classes.chooseColors(colors);
        },
      ),
      follow(
        () => first.color.coloring,
        (coloring) => {
          page.color.choose(coloring);
        },
      ),
      follow(
        () => first.trails.centers,
        (shown) => {
          page.trails.showCenters(shown);
        },
      ),
      follow(
        () => this.other(first.hover.sample ?? first.hover.ringed, "inSecond"),
        (sample) => {
          page.hover.ring(sample);
        },
      ),
      follow(
        () => this.other(page.hover.sample, "inFirst"),
        (sample) => {
          first.hover.ring(sample);
        },
      ),
      follow(
        () => (this.sameRun ? null : first.run.manifest),
        (manifest) => {
          if (manifest !== null) void first.sources.load(manifest.name);
        },
      ),
      follow(
        () => (this.sameRun ? null : page.run.manifest),
        (manifest) => {
          if (manifest !== null) void page.sources.load(manifest.name);
        },
      ),
      reaction(
        () => first.run.manifest?.revision,
        () => {
          if (this.sameRun) void page.run.refresh();
        },
      ),
    ];
  }

  /** What a sample of one view is called in the other; null where there is none. */
  private other(sample: number | null, names: "inFirst" | "inSecond"): number | null {
    const found = sample === null ? -1 : (this.same?.[names][sample] ?? -1);
    return found < 0 ? null : found;
  }
}

/** Tell now, and whenever it changes. */
function follow<Value>(look: () => Value, tell: (value: Value) => void): () => void {
  return reaction(look, tell, { fireImmediately: true });
}
