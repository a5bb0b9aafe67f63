/** The inspected sample: what it is, and which blocks tell of it. */
import { makeAutoObservable } from "mobx";
import type { ApiClient } from "../../api/ApiClient.ts";
import type { NeighborSet } from "../../api/manifest.ts";
import { blockKey, blockOf } from "../../loaded/blocks.ts";
import type { WantedBlock } from "../../loaded/blocks.ts";
import type { RunStore } from "../../loaded/RunStore.ts";
import type { Card, CardStore } from "../../page/CardStore.ts";
import type { InspectedStore } from "../../page/InspectedStore.ts";
import type { ProjectionStore } from "../../page/ProjectionStore.ts";

export class SampleStore {
  constructor(
    private readonly api: ApiClient,
    private readonly run: RunStore,
    private readonly projection: ProjectionStore,
    private readonly cards: CardStore,
    private readonly inspected: InspectedStore,
  ) {
    makeAutoObservable<this, "api" | "run" | "projection" | "cards" | "inspected">(this, {
      api: false,
      run: false,
      projection: false,
      cards: false,
      inspected: false,
    });
  }

  /** What it is, and what the network takes it for at the epoch shown. */
  get card(): Card | null {
    const { number } = this.inspected;
    return number === null ? null : this.cards.cardOf(number);
  }

  /** The layers whose neighbors are kept, in the network's order. */
  get neighborSets(): readonly NeighborSet[] {
    const { layers, neighbors } = this.run.manifest ?? { layers: [], neighbors: [] };
    return layers.flatMap(({ name }) => neighbors.filter(({ layer }) => layer === name));
  }

  /** What the network said of it, its neighbors in the layer on screen, then those in the others; null without a sample. */
  get wanted(): readonly WantedBlock[] | null {
    const { api } = this;
    const { number } = this.inspected;
    const { manifest } = this.run;
    if (manifest === null || number === null) return null;
    const onScreen = ({ layer }: NeighborSet) => layer === this.projection.layer;
    const sets = [...this.neighborSets.filter(onScreen), ...this.neighborSets.filter((set) => !onScreen(set))];
    const said = manifest.probabilities === null ? [] : [manifest.probabilities];
    return [
      ...said.map((blocks) => ({
        key: blockKey(manifest.name, blocks, number),
        fetch: (signal: AbortSignal) => api.fetchProbabilities(manifest, blocks, blockOf(blocks, number), signal),
      })),
      ...sets.map((set) => ({
        key: blockKey(manifest.name, set.neighborhoods, number),
        fetch: (signal: AbortSignal) =>
          api.fetchNeighborhoods(manifest, set, blockOf(set.neighborhoods, number), signal),
      })),
    ];
  }
}
