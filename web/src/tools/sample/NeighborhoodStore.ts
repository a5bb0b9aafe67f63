/** The neighbors of the inspected sample at the epoch shown, in the layer on screen and in the others. */
import { makeAutoObservable } from "mobx";
import type { NeighborSet } from "../../api/manifest.ts";
import type { BlockValues } from "../../loaded/blocks.ts";
import type { BlocksStore } from "../../loaded/BlocksStore.ts";
import type { RunStore } from "../../loaded/RunStore.ts";
import type { ClassesStore } from "../../page/ClassesStore.ts";
import type { InspectedStore } from "../../page/InspectedStore.ts";
import type { ProjectionStore } from "../../page/ProjectionStore.ts";
import type { TimelineStore } from "../../page/TimelineStore.ts";
import type { SampleStore } from "./SampleStore.ts";

export interface Neighbor {
  readonly sample: number;
  readonly label: number;
  readonly labelName: string;
  /** Whether it has the inspected sample's label. */
  readonly same: boolean;
  /** Whether it was not a neighbor at the previous epoch. */
  readonly isNew: boolean;
}

/** How many of a sample's neighbors in a layer have its label; null until they are loaded. */
export interface LayerAgreement {
  readonly layer: string;
  readonly agreement: { readonly same: number; readonly of: number } | null;
}

/** What changed among the neighbors. */
export interface Change {
  /** In the order of the neighbors. */
  readonly added: ReadonlySet<number>;
  readonly gone: readonly number[];
}

interface Needs {
  readonly run: RunStore;
  readonly projection: ProjectionStore;
  readonly classes: ClassesStore;
  readonly timeline: TimelineStore;
  readonly inspected: InspectedStore;
  readonly blocks: BlocksStore;
}

export class NeighborhoodStore {
  constructor(
    private readonly page: Needs,
    private readonly sample: SampleStore,
  ) {
    makeAutoObservable(this);
  }

  /** The stored neighbors in the layer on screen; null if there are none. */
  get neighborSet(): NeighborSet | null {
    return this.sample.neighborSets.find(({ layer }) => layer === this.page.projection.layer) ?? null;
  }

  /** Nearest first; null until they are loaded. */
  get neighbors(): readonly Neighbor[] | null {
    const { neighborSet } = this;
    const now = neighborSet === null ? null : this.neighborsIn(neighborSet, 0);
    return now === null ? null : Array.from(now, (sample) => this.neighborOf(sample));
  }

  /** The number of neighbors in the run whose samples were not exported. */
  get missing(): number {
    return (this.neighborSet?.neighborhoods.block_arrays[0]?.shape[2] ?? 0) - (this.neighbors?.length ?? 0);
  }

  /** The number of neighbors with the sample's own label. */
  get same(): number {
    return (this.neighbors ?? []).filter(({ same }) => same).length;
  }

  /** What changed since the previous epoch; null at the first one. */
  get change(): (Change & { readonly since: number }) | null {
    const set = this.neighborSet;
    if (set === null) return null;
    const [now, before] = [this.neighborsIn(set, 0), this.neighborsIn(set, -1)];
    const since = set.epochs[set.epochs.indexOf(this.page.timeline.epoch ?? NaN) - 1];
    return now === null || before === null || since === undefined ? null : { ...changeOf(now, before), since };
  }

  /** The neighbors at the previous epoch that are not neighbors anymore. */
  get gone(): readonly Neighbor[] {
    return (this.change?.gone ?? []).map((sample) => this.neighborOf(sample));
  }

  /** In the network's order. */
  get layers(): readonly LayerAgreement[] {
    const labels = this.page.run.samples?.label ?? [];
    return this.sample.neighborSets.map((set) => {
      const now = this.neighborsIn(set, 0);
      const agreement = now === null ? null : { same: countLabel(now, labels, this.label), of: now.length };
      return { layer: set.layer, agreement };
    });
  }

  private get label(): number {
    return this.page.run.samples?.label[this.page.inspected.number ?? 0] ?? 0;
  }

  /** Return the neighbors in a layer at an offset in epochs from the one shown; null if there are none, or none loaded. */
  private neighborsIn(set: NeighborSet, offset: number): BlockValues | null {
    const { manifest } = this.page.run;
    const { number } = this.page.inspected;
    const shown = set.epochs.indexOf(this.page.timeline.epoch ?? NaN);
    if (manifest === null || number === null || shown < 0 || shown + offset < 0) return null;
    const rows = this.page.blocks.rowsOf(manifest, set.neighborhoods, set.epochs, number);
    return rows === null ? null : neighborsAt(rows, set.epochs.length, shown + offset, number);
  }

  private neighborOf(sample: number): Neighbor {
    const label = this.page.run.samples?.label[sample] ?? 0;
    return {
      sample,
      label,
      labelName: this.page.run.labeled ? (this.page.classes.names[label] ?? String(label)) : "",
      same: label === this.label,
      isNew: this.change?.added.has(sample) ?? false,
    };
  }
}

/** Return what changed among the neighbors since an earlier epoch. */
export function changeOf(now: ArrayLike<number>, before: ArrayLike<number>): Change {
  const [current, earlier] = [new Set(Array.from(now)), new Set(Array.from(before))];
  return {
    added: new Set([...current].filter((sample) => !earlier.has(sample))),
    gone: [...earlier].filter((sample) => !current.has(sample)),
  };
}

/** Count the neighbors with a label. */
export function countLabel(neighbors: ArrayLike<number>, labels: ArrayLike<number>, label: number): number {
  return Array.from(neighbors).filter((sample) => labels[sample] === label).length;
}

/**
 * Return one epoch's row of a sample's neighbors at all epochs, shape (epochs, k). A neighbor that was not exported is
 * stored as the sample's own number and is left out.
 */
export function neighborsAt<Numbers extends Uint8Array | Uint16Array | Uint32Array>(
  neighbors: Numbers,
  epochs: number,
  index: number,
  own: number,
): Numbers {
  const k = neighbors.length / epochs;
  return neighbors.subarray(index * k, (index + 1) * k).filter((sample) => sample !== own) as Numbers;
}
