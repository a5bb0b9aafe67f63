/** What a layer has made of the inputs that were played so far: its mean maps, and how many excite each map. */
import { valueAt } from "../layers.ts";
import type { OneMap } from "../layers.ts";

export class Tally {
  private readonly samples = new Set<number>();
  private readonly excited: Uint32Array;
  private readonly sums: readonly Float64Array[];

  /** `units` are those of the layer, `maps` as many of its maps as are averaged, of `size` pixels. */
  constructor(units: number, maps: number, size: number) {
    this.excited = new Uint32Array(units);
    this.sums = Array.from({ length: maps }, () => new Float64Array(size));
  }

  /** How many inputs were added. */
  get count(): number {
    return this.samples.size;
  }

  /** Add what the layer makes of a sample: its units, or the means of its maps, and the maps; once for each sample. */
  add(sample: number, units: Float32Array, maps: readonly OneMap[]): void {
    if (this.samples.has(sample)) return;
    this.samples.add(sample);
    excitedBy(units).forEach((unit) => (this.excited[unit] = (this.excited[unit] ?? 0) + 1));
    this.sums.forEach((sum, number) => {
      const map = maps[number];
      if (map !== undefined) for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + valueAt(map, at);
    });
  }

  /** The share of the inputs that excite each unit, (units). */
  get shares(): Float32Array {
    return Float32Array.from(this.excited, (count) => count / Math.max(1, this.count));
  }

  /** The mean of each map over the inputs, (height, width). */
  get means(): readonly Float32Array[] {
    return this.sums.map((sum) => Float32Array.from(sum, (value) => value / Math.max(1, this.count)));
  }
}

/** Return the units that an input excites: those that are above 0 and above the mean of all units of the layer. */
export function excitedBy(units: Float32Array): readonly number[] {
  const limit = Math.max(0, units.reduce((sum, unit) => sum + unit, 0) / units.length);
  return Array.from(units.keys()).filter((unit) => (units[unit] ?? 0) > limit);
}
