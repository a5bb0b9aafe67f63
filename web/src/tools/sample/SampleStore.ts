/** The inspected sample: what it is, and which blocks tell of it. */
import { makeAutoObservable } from "mobx";
import type { ApiClient } from "../../api/ApiClient.ts";
import type { Blocks, NeighborSet } from "../../api/manifest.ts";
import { blockKey, blockOf } from "../../loaded/blocks.ts";
import type { BlockValues, WantedBlock } from "../../loaded/blocks.ts";
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
    const wanted = (blocks: Blocks, name: string) => ({
      key: blockKey(manifest.name, blocks, number),
      fetch: async (signal: AbortSignal) =>
        (await api.fetchBlock(manifest, blocks, blockOf(blocks, number), signal))[name] as BlockValues,
    });
    return [
      ...(manifest.probabilities === null ? [] : [wanted(manifest.probabilities, "probability")]),
      ...sets.map(({ neighborhoods }) => wanted(neighborhoods, "neighbor")),
    ];
  }
}
