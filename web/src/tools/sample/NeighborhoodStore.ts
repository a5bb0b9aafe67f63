/** The neighbors of the sample that is looked at, in the layer on screen and in the others, at the epoch shown. */
import { makeAutoObservable } from "mobx";
import type { NeighborSet } from "../../api/manifest.ts";
import type { BlockValues } from "../../loaded/blocks.ts";
import type { BlocksStore } from "../../loaded/BlocksStore.ts";
import type { RunStore } from "../../loaded/RunStore.ts";
import type { ClassesStore } from "../../page/ClassesStore.ts";
import type { InspectedStore } from "../../page/InspectedStore.ts";
import type { ProjectionStore } from "../../page/ProjectionStore.ts";
import type { TimelineStore } from "../../page/TimelineStore.ts";
import { changeOf, countLabel, neighborsAt } from "./neighborhood.ts";
import type { Change } from "./neighborhood.ts";
import type { SampleStore } from "./SampleStore.ts";

export interface Neighbor {
  readonly sample: number;
  readonly label: number;
  readonly labelName: string;
  /** Whether its label is that of the sample that is looked at. */
  readonly same: boolean;
  /** Whether it was not among the neighbors at the epoch before. */
  readonly isNew: boolean;
}

/** How many of a sample's neighbors in a layer have its label; null while they are not here. */
export interface LayerAgreement {
  readonly layer: string;
  readonly agreement: { readonly same: number; readonly of: number } | null;
}

export class NeighborhoodStore {
  constructor(
    private readonly run: RunStore,
    private readonly projection: ProjectionStore,
    private readonly classes: ClassesStore,
    private readonly timeline: TimelineStore,
    private readonly inspected: InspectedStore,
    private readonly sample: SampleStore,
    private readonly blocks: BlocksStore,
  ) {
    makeAutoObservable<this, "run" | "projection" | "classes" | "timeline" | "inspected" | "sample" | "blocks">(this, {
      run: false,
      projection: false,
      classes: false,
      timeline: false,
      inspected: false,
      sample: false,
      blocks: false,
    });
  }

  /** What is kept of the layer on screen. */
  get kept(): NeighborSet | null {
    return this.sample.neighborSets.find(({ layer }) => layer === this.projection.layer) ?? null;
  }

  /** Nearest first; null while they are not here. */
  get neighbors(): readonly Neighbor[] | null {
    const now = this.kept === null ? null : this.at(this.kept, 0);
    return now === null ? null : Array.from(now, (sample) => this.neighborOf(sample));
  }

  /** How many more there are in the run, whose samples were not exported. */
  get missing(): number {
    return (this.kept?.neighborhoods.block_arrays[0]?.shape[2] ?? 0) - (this.neighbors?.length ?? 0);
  }

  /** How many of them have the sample's own label. */
  get same(): number {
    return (this.neighbors ?? []).filter(({ same }) => same).length;
  }

  /** What has changed since the epoch before; null at the first one. */
  get change(): (Change & { readonly since: number }) | null {
    const { kept } = this;
    const [now, before] = kept === null ? [null, null] : [this.at(kept, 0), this.at(kept, -1)];
    const since = kept?.epochs[kept.epochs.indexOf(this.timeline.epoch ?? NaN) - 1];
    return now === null || before === null || since === undefined ? null : { ...changeOf(now, before), since };
  }

  /** Those that were neighbors at the epoch before and are none any more. */
  get gone(): readonly Neighbor[] {
    return (this.change?.gone ?? []).map((sample) => this.neighborOf(sample));
  }

  /** In the network's order. */
  get layers(): readonly LayerAgreement[] {
    return this.sample.neighborSets.map((kept) => {
      const now = this.at(kept, 0);
      return {
        layer: kept.layer,
        agreement:
          now === null ? null : { same: countLabel(now, this.run.samples?.label ?? [], this.label), of: now.length },
      };
    });
  }

  private get label(): number {
    return this.run.samples?.label[this.inspected.number ?? 0] ?? 0;
  }

  /** The neighbors in a layer so many epochs after the one shown; null where there are none, or none yet. */
  private at(kept: NeighborSet, later: number): BlockValues | null {
    const { manifest } = this.run;
    const { number } = this.inspected;
    const shown = kept.epochs.indexOf(this.timeline.epoch ?? NaN);
    if (manifest === null || number === null || shown < 0 || shown + later < 0) return null;
    const rows = this.blocks.rowsOf(manifest, kept.neighborhoods, kept.epochs, number);
    return rows === null ? null : neighborsAt(rows, kept.epochs.length, shown + later, number);
  }

  private neighborOf(sample: number): Neighbor {
    const label = this.run.samples?.label[sample] ?? 0;
    return {
      sample,
      label,
      labelName: this.classes.names[label] ?? String(label),
      same: label === this.label,
      isNew: this.change?.came.has(sample) ?? false,
    };
  }
}
