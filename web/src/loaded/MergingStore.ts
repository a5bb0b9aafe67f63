/** Classes that are shown as one, for the eye alone: nothing of the run changes. */
import { makeAutoObservable, observableRef } from "mobx";
import type { ClassNumbers } from "../api/arrays.ts";

export interface ClassGroup {
  readonly name: string;
  /** At least two classes, the smallest number first: the group is shown under it. */
  readonly members: readonly [number, number, ...number[]];
}

export class MergingStore {
  groups: readonly ClassGroup[] = [];

  constructor() {
    makeAutoObservable(this, { groups: observableRef });
  }

  show(groups: readonly ClassGroup[]): void {
    this.groups = groups;
  }

  /** Return the class that one is shown as: itself where it is not merged. */
  shownAs(number: number): number {
    return this.firstOf.get(number) ?? number;
  }

  isShown(number: number): boolean {
    return this.shownAs(number) === number;
  }

  groupOf(number: number): ClassGroup | null {
    return this.groups.find(({ members }) => members.includes(number)) ?? null;
  }

  /** Return class numbers, each replaced by the class that it is shown as. */
  merged(numbers: ClassNumbers): ClassNumbers {
    return numbers.map((number) => this.firstOf.get(number) ?? number);
  }

  /** Return probabilities, shape (…, classes), with those of a group added up at its first class. */
  summed<Values extends Float32Array | Uint32Array | Uint16Array | Uint8Array>(
    probabilities: Values,
    classes: number,
  ): Values | Float32Array {
    if (this.groups.length === 0) return probabilities;
    const sums = Float32Array.from(probabilities);
    for (let row = 0; row < sums.length; row += classes)
      for (const [member, first] of this.firstOf) {
        if (member === first) continue;
        sums[row + first] = (sums[row + first] ?? 0) + (sums[row + member] ?? 0);
        sums[row + member] = 0;
      }
    return sums;
  }

  private get firstOf(): ReadonlyMap<number, number> {
    return new Map(this.groups.flatMap(({ members }) => members.map((member) => [member, members[0]] as const)));
  }
}
