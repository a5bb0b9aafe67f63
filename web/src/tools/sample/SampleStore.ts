/** The inspected sample, and the blocks with the data about it. */
import { makeAutoObservable } from "mobx";
import type { ApiClient } from "../../api/ApiClient.ts";
import type { Blocks, NeighborSet } from "../../api/manifest.ts";
import { blockKey, blockOf } from "../../loaded/blocks.ts";
import type { BlockValues, WantedBlock } from "../../loaded/blocks.ts";
import type { RunStore } from "../../loaded/RunStore.ts";
import type { Card, CardStore } from "../../page/CardStore.ts";
import type { InspectedStore } from "../../page/InspectedStore.ts";
import type { ProjectionStore } from "../../page/ProjectionStore.ts";

interface Needs {
  readonly api: ApiClient;
  readonly run: RunStore;
  readonly projection: ProjectionStore;
  readonly card: CardStore;
  readonly inspected: InspectedStore;
}

export class SampleStore {
  constructor(private readonly page: Needs) {
    makeAutoObservable(this);
  }

  /** Its label, and its prediction at the epoch shown. */
  get card(): Card | null {
    const { number } = this.page.inspected;
    return number === null ? null : this.page.card.cardOf(number);
  }

  /** The stored neighbors per layer, in the network's order. */
  get neighborSets(): readonly NeighborSet[] {
    const { layers, neighbors } = this.page.run.manifest ?? { layers: [], neighbors: [] };
    return layers.flatMap(({ name }) => neighbors.filter(({ layer }) => layer === name));
  }

  /** The probabilities, the neighbors in the layer on screen, then those in the others; null without a sample. */
  get requiredBlocks(): readonly WantedBlock[] | null {
    const { api } = this.page;
    const { number } = this.page.inspected;
    const { manifest } = this.page.run;
    if (manifest === null || number === null) return null;
    const onScreen = ({ layer }: NeighborSet) => layer === this.page.projection.layer;
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
