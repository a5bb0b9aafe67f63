/** The sample that is looked at: which one, what it is, and which blocks tell of it. */
import { makeAutoObservable } from "mobx";
import type { ApiClient } from "../api/ApiClient.ts";
import type { NeighborSet } from "../api/manifest.ts";
import { blockKey, blockOf } from "./blocks.ts";
import type { WantedBlock } from "./blocks.ts";
import type { Card, CardStore } from "./CardStore.ts";
import type { ProjectionStore } from "./ProjectionStore.ts";
import type { RunStore } from "./RunStore.ts";
import type { WorkspaceStore } from "./WorkspaceStore.ts";

export class SampleStore {
  private chosen: number | null = null;

  constructor(
    private readonly api: ApiClient,
    private readonly run: RunStore,
    private readonly projection: ProjectionStore,
    private readonly cards: CardStore,
    private readonly workspace: WorkspaceStore,
  ) {
    makeAutoObservable<this, "api" | "run" | "projection" | "cards" | "workspace">(this, {
      api: false,
      run: false,
      projection: false,
      cards: false,
      workspace: false,
    });
  }

  /** Null where none was chosen, or the run has no such sample. */
  get number(): number | null {
    const total = this.run.manifest?.sample_count ?? 0;
    return Number.isInteger(this.chosen) && this.chosen !== null && this.chosen >= 0 && this.chosen < total
      ? this.chosen
      : null;
  }

  /** What it is, and what the network takes it for at the epoch shown. */
  get card(): Card | null {
    return this.number === null ? null : this.cards.cardOf(this.number);
  }

  /** The tools are there for runs with predictions. */
  get canOpen(): boolean {
    return this.run.manifest !== null && this.run.manifest.predictions !== null;
  }

  /** The layers whose neighbors are kept, in the network's order. */
  get neighborSets(): readonly NeighborSet[] {
    const { layers, neighbors } = this.run.manifest ?? { layers: [], neighbors: [] };
    return layers.flatMap(({ name }) => neighbors.filter(({ layer }) => layer === name));
  }

  /** What the network said of it, its neighbors in the layer on screen, then those in the others; null without a sample. */
  get wanted(): readonly WantedBlock[] | null {
    const { number, api } = this;
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

  /** Look at a sample, whatever was open before. */
  open(sample: number): void {
    this.show(sample);
    this.workspace.show("sample");
  }

  show(sample: number | null): void {
    this.chosen = sample;
  }

  /** Who selects a single sample is about to look at it. */
  follow(selected: ArrayLike<number>): void {
    if (selected.length === 1) this.chosen = selected[0] ?? null;
  }
}
