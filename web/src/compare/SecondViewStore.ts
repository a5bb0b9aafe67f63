/** A second view beside the first: another layer, setting or run, with the first one's timeline, samples and selection. */
import { makeAutoObservable, observableRef, reaction } from "mobx";
import { NOWHERE } from "../stores/address.ts";
import type { SecondAddress } from "../stores/address.ts";
import type { AppStore } from "../stores/AppStore.ts";
import type { Picking } from "../stores/SelectionStore.ts";
import { itself, named, sameSamples } from "./sameSamples.ts";
import type { SameSamples } from "./sameSamples.ts";

export class SecondViewStore {
  /** The stores of the second view; null where there is none. */
  app: AppStore | null = null;
  private stop: (() => void) | null = null;

  constructor(
    private readonly first: AppStore,
    private readonly make: () => AppStore,
  ) {
    makeAutoObservable<this, "first" | "make" | "stop">(this, {
      first: false,
      make: false,
      stop: false,
      app: observableRef,
    });
  }

  /** Where the second view is; what it has in common with the first is left open. */
  get address(): SecondAddress | null {
    if (this.app === null) return null;
    const { projection, run, view } = this.app;
    return { run: this.sameRun ? null : run.name, ...projection.choiceOnScreen, view: view.view };
  }

  get sameRun(): boolean {
    return this.app?.run.name === this.first.run.name;
  }

  /** Whether there is no difference at all. */
  get showsSame(): boolean {
    return this.sameRun && this.app?.projection.entry?.positions.path === this.first.projection.entry?.positions.path;
  }

  /** Which samples are which; null where nobody knows yet. */
  get same(): SameSamples | null {
    const [one, other] = [this.first.run.name, this.app?.run.name ?? null];
    if (one === null || other === null || this.app === null) return null;
    if (one === other) return itself(this.first.subset.total);
    const [sources, others] = [this.first.sources.allOf(one), this.app.sources.allOf(other)];
    return sources === null || others === null ? null : sameSamples(sources, others);
  }

  /** Why nobody knows which samples are which, in words. */
  get problem(): string | null {
    return this.sameRun ? null : ((this.first.sources.problem ?? this.app?.sources.problem)?.words ?? null);
  }

  /** Open it where it differs from the first: at the layer before, or else at whatever else there is. */
  open(): void {
    const { projection } = this.first;
    const layers = projection.layers.filter(({ projected }) => projected).map(({ name }) => name);
    const here = layers.indexOf(projection.layer ?? "");
    const layer = layers[here - 1] ?? layers[here + 1] ?? projection.layer;
    this.show({ ...projection.choiceOnScreen, run: null, layer, view: null });
  }

  show(asked: SecondAddress | null): void {
    if (asked === null) {
      this.close();
      return;
    }
    const app = this.app ?? this.begin();
    void app.openAddress({ ...NOWHERE, ...asked, run: asked.run ?? this.first.run.name });
  }

  showRun(run: string): void {
    this.show({ ...this.first.projection.choiceOnScreen, run, view: null });
  }

  close(): void {
    this.stop?.();
    this.app = this.stop = null;
  }

  /** What was picked in the second picture changes the one selection. */
  pick(samples: readonly number[], picking: Picking): void {
    if (this.same !== null) this.first.selection.pick(named(samples, this.same.inFirst), picking);
  }

  private begin(): AppStore {
    const app = this.make();
    this.app = app;
    const stops = [app.start(), ...this.follow(app)];
    this.stop = () => {
      for (const stop of stops) stop();
    };
    return app;
  }

  /** Where the first view goes, this one goes too. */
  private follow(app: AppStore): (() => void)[] {
    const { first } = this;
    return [
      follow(
        () => first.classes.chosen,
        (colors) => {
          app.classes.chooseColors(colors);
        },
      ),
      follow(
        () => first.color.coloring,
        (coloring) => {
          app.color.choose(coloring);
        },
      ),
      follow(
        () => first.trails.centers,
        (shown) => {
          app.trails.showCenters(shown);
        },
      ),
      follow(
        () => this.other(first.hover.sample ?? first.hover.ringed, "inSecond"),
        (sample) => {
          app.hover.ring(sample);
        },
      ),
      follow(
        () => this.other(app.hover.sample, "inFirst"),
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
        () => (this.sameRun ? null : app.run.manifest),
        (manifest) => {
          if (manifest !== null) void app.sources.load(manifest.name);
        },
      ),
      reaction(
        () => first.run.manifest?.revision,
        () => {
          if (this.sameRun) void app.run.refresh();
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
