/** A second view beside the first: another layer, setting or run, with the first view's timeline, samples and selection. */
import { makeAutoObservable, observableRef, reaction } from "mobx";
import { LatestRequest } from "../../api/LatestRequest.ts";
import { METHODS } from "../../api/manifest.ts";
import type { Projection } from "../../api/manifest.ts";
import type { Page } from "../../page/Page.ts";
import { NOWHERE } from "../../page/location.ts";
import type { Picking } from "../../page/SelectionStore.ts";
import type { ScatterView } from "../../plot/ScatterView.ts";
import { CameraLock } from "./CameraLock.ts";
import { leastLike } from "./leastLike.ts";
import { MirroredDrawing } from "./MirroredDrawing.ts";
import { identity, matchSamples, translate } from "./sameSamples.ts";
import type { SameSamples } from "./sameSamples.ts";
import type { SecondPlace } from "./secondPlace.ts";

export class SecondViewStore {
  /** Null if there is no second view. */
  page: Page | null = null;
  /** What draws it; null while it is not on the page. */
  plot: ScatterView | null = null;
  /** Whether the layer to compare with is being chosen. */
  choosing = false;
  readonly lock = new CameraLock();
  private stop: (() => void) | null = null;
  readonly #latest = new LatestRequest();

  constructor(private readonly first: Page) {
    makeAutoObservable<this, "stop">(this, { plot: observableRef, stop: false });
  }

  /** The second view and its plot, to be saved; null while there is none. */
  get drawn(): { readonly page: Page; readonly view: ScatterView } | null {
    return this.page === null || this.plot === null ? null : { page: this.page, view: this.plot };
  }

  /** The place of the second view, without what it shares with the first. */
  get place(): SecondPlace | null {
    if (this.page === null) return null;
    const { projection, run, view } = this.page;
    return { run: this.sameRun ? null : run.name, ...projection.choiceOnScreen, view: view.view };
  }

  get sameRun(): boolean {
    return this.page?.run.name === this.first.run.name;
  }

  /** Whether the two views are identical. */
  get isIdentical(): boolean {
    return this.sameRun && this.page?.projection.entry?.positions.path === this.first.projection.entry?.positions.path;
  }

  /** Which samples of the two runs are the same; null until they are matched. */
  get same(): SameSamples | null {
    const [one, other] = [this.first.run.name, this.page?.run.name ?? null];
    if (one === null || other === null || this.page === null) return null;
    if (one === other) return identity(this.first.subset.total);
    const [sources, others] = [this.first.sources.allOf(one), this.page.sources.allOf(other)];
    return sources === null || others === null ? null : matchSamples(sources, others);
  }

  /** Why the samples could not be matched. */
  get problem(): string | null {
    return this.sameRun ? null : ((this.first.sources.problem ?? this.page?.sources.problem)?.message ?? null);
  }

  /** Open the view at the layer least like the first view's, or with another setting if there is only one layer. */
  async open(): Promise<void> {
    const { projection, run } = this.first;
    if (run.manifest === null || projection.entry === null) return;
    this.setChoosing(true);
    const choice = {
      api: this.first.api,
      run: run.manifest.name,
      samples: run.manifest.sample_count,
      shown: projection.entry,
      ...this.others(projection.entry),
    };
    const entry = await this.#latest.run((signal) => leastLike(choice, signal)).catch(() => null);
    if (this.choosing) await this.show(placeOf(entry ?? choice.shown));
  }

  /** Show a place, or close the view where that is null. */
  async show(place: SecondPlace | null): Promise<void> {
    this.#latest.cancel();
    this.setChoosing(false);
    if (place === null) {
      this.close();
      return;
    }
    const page = this.page ?? this.begin();
    await page.open({ ...NOWHERE, ...place, run: place.run ?? this.first.run.name });
  }

  showRun(run: string): void {
    void this.show({ ...this.first.projection.choiceOnScreen, run, view: null });
  }

  close(): void {
    this.stop?.();
    this.page = this.stop = null;
    this.first.accompany(null);
  }

  /** Take the plot that draws the second view now; null once it is gone. */
  followPlot(plot: ScatterView | null): void {
    this.plot = plot;
  }

  /** Apply a pick in the second view to the shared selection. */
  pick(samples: readonly number[], picking: Picking): void {
    if (this.same !== null) this.first.selection.pick(translate(samples, this.same.inFirst), picking);
  }

  /** Open a sample of the second view, where the first one has it too. */
  openSample(sample: number): void {
    const [own] = this.same === null ? [] : translate([sample], this.same.inFirst);
    if (own !== undefined) this.first.openSample(own);
  }

  private setChoosing(choosing: boolean): void {
    this.choosing = choosing;
  }

  /** Return one projection of every other layer, and how many come before the first view's; or the layer's others. */
  private others(shown: Projection): Pick<Parameters<typeof leastLike>[0], "others" | "before"> {
    const { projection, run } = this.first;
    const entries = projection.layers.map(({ name }) => projection.entryOf(name)).filter((entry) => entry !== null);
    const others = entries.filter(({ layer }) => layer !== shown.layer);
    if (others.length > 0) return { others, before: entries.findIndex(({ layer }) => layer === shown.layer) };
    return { others: (run.manifest?.projections ?? []).filter((entry) => entry !== shown), before: 0 };
  }

  private begin(): Page {
    const page = this.first.beside({
      drawing: (run) => new MirroredDrawing(run, this.first.drawing, () => this.same),
      onPick: (samples, picking) => {
        this.pick(samples, picking);
      },
      onOpen: (sample) => {
        this.openSample(sample);
      },
    });
    this.page = page;
    this.first.accompany(page);
    const stops = [page.start(), this.lock.follow(this.first, page), ...this.follow(page)];
    this.stop = () => {
      for (const stop of stops) stop();
    };
    return page;
  }

  /** Keep the second view in step with the first. */
  private follow(page: Page): (() => void)[] {
    const { first } = this;
    return [
      follow(
        () => first.classes.groups,
        (groups) => {
          page.classes.merge(groups);
        },
      ),
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
        () => first.names.shown,
        (shown) => {
          page.names.show(shown);
        },
      ),
      follow(
        () => first.look.look,
        (look) => {
          page.look.choose(look);
        },
      ),
      follow(
        () => this.inOther(first.hover.sample ?? first.hover.ringed, "inSecond"),
        (sample) => {
          page.hover.ring(sample);
        },
      ),
      follow(
        () => this.inOther(page.hover.sample, "inFirst"),
        (sample) => {
          first.hover.ring(sample);
        },
      ),
      follow(
        () => (this.sameRun ? null : first.run.manifest),
        (manifest) => {
          if (manifest !== null) void first.sources.load(manifest);
        },
      ),
      follow(
        () => (this.sameRun ? null : page.run.manifest),
        (manifest) => {
          if (manifest !== null) void page.sources.load(manifest);
        },
      ),
      reaction(
        () => first.run.manifest?.revision,
        () => {
          if (this.sameRun) void page.run.refresh();
        },
      ),
      reaction(
        () => first.visits,
        () => {
          if (!this.sameRun) void page.revisit();
        },
      ),
    ];
  }

  /** Return a sample's number in the other view; null if it is not there. */
  private inOther(sample: number | null, names: "inFirst" | "inSecond"): number | null {
    const other = sample === null ? -1 : (this.same?.[names][sample] ?? -1);
    return other < 0 ? null : other;
  }
}

/** Return the place of a projection of the first view's run. */
function placeOf({ layer, method, n_neighbors: nNeighbors, min_dist: minDist }: Projection): SecondPlace {
  const values = method === "pca" ? { nNeighbors: null, minDist: null } : { nNeighbors, minDist };
  return { run: null, layer, method: method === METHODS[0] ? null : method, ...values, view: null };
}

/** Apply a value now, and whenever it changes. */
function follow<Value>(read: () => Value, apply: (value: Value) => void): () => void {
  return reaction(read, apply, { fireImmediately: true });
}
