/** The positions of a projection while they arrive, epoch by epoch. */
import { extentsOf, toExtent, wholeExtent } from "../api/extents.ts";
import type { EpochFiles, Extent, Projection } from "../api/manifest.ts";
import { outward } from "./epochs.ts";

export type EpochPositions = Uint16Array | undefined;

/** Positions by the epoch's index in the projection, each of shape (samples, 2); undefined is not here yet. */
export interface Sequence {
  readonly projection: Projection;
  readonly samples: number;
  /** In the units of the square around all epochs. */
  readonly positions: readonly EpochPositions[];
  /** As they arrived, in the units of each epoch's own extent. */
  readonly received: readonly EpochPositions[];
}

export class Arrival {
  private readonly frame: Extent;
  private readonly extents: readonly Extent[];
  private readonly received: EpochPositions[];
  private readonly positions: EpochPositions[];

  /** `known` are the positions of the first epochs, as they arrived. */
  constructor(
    readonly projection: Projection,
    private readonly known: readonly EpochPositions[],
  ) {
    this.frame = wholeExtent(projection);
    this.extents = extentsOf(projection);
    this.received = projection.epochs.map((_, index) => known[index]);
    this.positions = this.received.map((positions, index) => this.inFrame(index, positions));
  }

  get file(): EpochFiles {
    return this.projection.positions;
  }

  /** Whether no epoch was known before. */
  get isFirst(): boolean {
    return this.known.length === 0;
  }

  /** The indexes of the epochs that are missing, the ones nearest to an index first. */
  missingAround(center: number): number[] {
    return outward(
      [...this.received.keys()].filter((index) => this.received[index] === undefined),
      center,
    );
  }

  /** Of what had to arrive, the share that has. */
  get share(): number {
    const arrived = this.received.filter((positions) => positions !== undefined).length - this.known.length;
    return arrived / Math.max(1, this.received.length - this.known.length);
  }

  get sequence(): Sequence {
    const samples = (this.received.find((positions) => positions !== undefined)?.length ?? 0) / 2;
    return { projection: this.projection, samples, positions: [...this.positions], received: [...this.received] };
  }

  put(index: number, positions: Uint16Array): void {
    this.received[index] = positions;
    this.positions[index] = this.inFrame(index, positions);
  }

  /** Take the positions of all epochs, shape (epochs, samples, 2). */
  putAll(pack: Uint16Array): void {
    const length = pack.length / this.received.length;
    for (const index of this.received.keys()) this.put(index, pack.subarray(index * length, (index + 1) * length));
  }

  private inFrame(index: number, positions: EpochPositions): EpochPositions {
    const extent = this.extents[index];
    return positions && extent && toExtent(positions, extent, this.frame);
  }
}
