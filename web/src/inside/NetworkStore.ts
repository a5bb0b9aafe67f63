/** The network that is looked into: whether it can be, what looks, and its layers. */
import { makeAutoObservable } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import type { Inside, Looker, LookInput, Network } from "../api/looker.ts";
import type { Manifest } from "../api/manifest.ts";
import { Loaded } from "../loaded/Loaded.ts";
import type { RunsStore } from "../loaded/RunsStore.ts";
import type { RunStore } from "../loaded/RunStore.ts";
import type { Problem } from "../loaded/status.ts";
import { placeLayers } from "./layers.ts";
import type { PlacedLayer } from "./layers.ts";

interface Opened {
  readonly inside: Inside;
  /** Null where it cannot be looked into. */
  readonly looker: Looker | null;
}

interface Needs {
  readonly api: ApiClient;
  readonly runs: RunsStore;
  readonly run: RunStore;
}

const NO_LAYERS: readonly PlacedLayer[] = [];

export class NetworkStore {
  private readonly opened = new Loaded<Manifest, Opened>();
  private readonly described = new Loaded<Looker, Network>();

  constructor(private readonly page: Needs) {
    makeAutoObservable<this, "page">(this, { page: false, excites: false });
  }

  /** What the network's input is; null until that is known, or where it cannot be looked into. */
  get input(): LookInput | null {
    return this.inside?.input ?? null;
  }

  /** The epochs at which it can be looked into. */
  get epochs(): readonly number[] {
    return this.inside?.epochs ?? [];
  }

  /** Whether the recorded samples that excite a layer's units most are known. */
  excites({ recorded }: PlacedLayer): boolean {
    return recorded !== null && (this.inside?.excites.includes(recorded) ?? false);
  }

  /** Why it cannot be looked into; null where it can, or that is not known yet. */
  get reason(): string | null {
    if (this.page.run.manifest !== null && this.inside !== null && this.looker === null)
      return this.inside.reason ?? "This server doesn’t look into networks.";
    return null;
  }

  /** Whether this browser computes the network, and not the server. */
  get computedHere(): boolean {
    return this.inside !== null && !this.inside.possible;
  }

  get looker(): Looker | null {
    return this.opened.of(this.page.run.manifest)?.looker ?? null;
  }

  /** In the order of the forward pass; none until they are known. */
  get layers(): readonly PlacedLayer[] {
    const network = this.network;
    return network === null ? NO_LAYERS : placeLayers(network.layers);
  }

  get network(): Network | null {
    return this.described.of(this.looker);
  }

  /** Whether a summary has all maps. */
  get small(): boolean {
    return this.network?.summary.some(({ name }) => name === "map") ?? false;
  }

  get problem(): Problem | null {
    return this.opened.problem ?? this.described.problem;
  }

  /** Return the epoch nearest to one that can be looked into; null where there is none. */
  nearestEpoch(epoch: number | null): number | null {
    const wanted = epoch ?? Infinity;
    if (wanted === Infinity) return this.epochs.at(-1) ?? null;
    return this.epochs.reduce<number | null>(
      (best, one) => (best === null || Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best),
      null,
    );
  }

  /** Load what is known of the network of the run on the page; again, where that failed. */
  async open(): Promise<void> {
    const { manifest } = this.page.run;
    if (manifest === null) return;
    await this.opened.load(manifest, (signal) => this.fetchOpened(manifest, signal));
    const { looker } = this;
    if (looker !== null) await this.described.load(looker, (signal) => looker.fetchNetwork(signal));
  }

  private get inside(): Inside | null {
    return this.opened.of(this.page.run.manifest)?.inside ?? null;
  }

  private async fetchOpened(manifest: Manifest, signal: AbortSignal): Promise<Opened> {
    const inside = await this.page.api.fetchInside(manifest, signal);
    return { inside, looker: await this.page.api.lookerOf(manifest, inside) };
  }
}
