import { describe, expect, it } from "vitest";
import { peaksOf, placesOf, steadyPeaks } from "./densest.ts";
import type { Peak } from "./densest.ts";
import { groupsOf } from "./groups.ts";

let seed = 11;
function random(): number {
  return (seed = (seed * 16807) % 2147483647) / 2147483647;
}

/** A lump of positions, about normal. */
function lump(count: number, x: number, y: number, spread: number): [x: number, y: number][] {
  const normal = () => (random() + random() + random() + random() - 2) * 1.7;
  return Array.from({ length: count }, () => [x + spread * normal(), y + spread * normal()]);
}

function flat(positions: readonly [x: number, y: number][]): Uint16Array {
  return Uint16Array.from(positions.flat());
}

function all(labels: readonly number[]) {
  return groupsOf(Uint8Array.from(labels), new Uint8Array(labels.length).fill(1));
}

function firstPeak(peaks: readonly (readonly Peak[])[], group: number): Peak {
  const peak = peaks[group]?.[0];
  if (peak === undefined) throw new Error(`group ${group} has no peak`);
  return peak;
}

describe("the densest place of a class", () => {
  it("is in one of the lumps of a class that has two, not between them", () => {
    const positions = flat([...lump(600, 15000, 40000, 1500), ...lump(600, 50000, 40000, 1200)]);
    const { x, y } = firstPeak(peaksOf(positions, all(new Array<number>(1200).fill(0))), 0);
    expect(Math.hypot(x - 50000, y - 40000)).toBeLessThan(800);
  });

  it("is the sample itself where there is only one", () => {
    const positions = Uint16Array.of(65535, 0, 300, 40000);
    const peaks = peaksOf(positions, all([0, 1]));
    expect(peaks).toEqual([
      [{ x: 65535, y: 0, near: 1, concentration: 1 }],
      [{ x: 300, y: 40000, near: 1, concentration: 1 }],
    ]);
  });

  it("is concentrated where a class lies apart, and not where all lie mixed", () => {
    const labels = Array.from({ length: 2000 }, (_, sample) => sample % 10);
    const mixed = peaksOf(flat(lump(2000, 32000, 32000, 4000)), all(labels));
    const apart = labels.map((label) => lump(1, 6000 + 6000 * label, 32000, 800)[0] ?? [0, 0]);
    const parted = peaksOf(flat(apart as [number, number][]), all(labels));
    for (let group = 0; group < 10; group++) {
      expect(firstPeak(mixed, group).concentration).toBeLessThan(0.35);
      expect(firstPeak(parted, group).concentration).toBeGreaterThan(0.9);
    }
  });

  it("counts only members", () => {
    const labels = Uint8Array.of(0, 0, 0, 1);
    const groups = groupsOf(labels, Uint8Array.of(0, 1, 0, 1));
    expect(groups).toEqual({ classes: [0, 1], samples: [Uint32Array.of(1), Uint32Array.of(3)], total: 2 });
    const [peak] = peaksOf(Uint16Array.of(0, 0, 9000, 9000, 0, 0, 60000, 60000), groups);
    expect(peak).toEqual([{ x: 9000, y: 9000, near: 1, concentration: 1 }]);
  });
});

describe("the places of a class over the epochs", () => {
  const at = (x: number, near = 10): Peak => ({ x, y: 0, near, concentration: 1 });

  it("keep to one of two lumps that are about as dense, seen from the last epoch back", () => {
    const left = at(100),
      right = at(900);
    const chosen = steadyPeaks([[[left, right]], [[left, right]], undefined, [[left, right]], [[right, left]]]);
    expect(chosen).toEqual([[right], [right], undefined, [right], [right]]);
  });

  it("change where the other lump is by far the denser one", () => {
    const chosen = steadyPeaks([[[at(100)]], [[at(120)]], [[at(900)]]]);
    expect(chosen).toEqual([[at(100)], [at(120)], [at(900)]]);
  });

  it("weigh as many samples as are near, on the mean of the epochs that are here", () => {
    const groups = { classes: [4, 7], samples: [], total: 0 };
    const places = placesOf(groups, [[[at(1, 10)], [at(2, 1)]], undefined, [[at(3, 30)], [at(4, 2)]]]);
    expect(places.classes).toEqual([4, 7]);
    expect(places.weights).toEqual([20, 1.5]);
  });
});
