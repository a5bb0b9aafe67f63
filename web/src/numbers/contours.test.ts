import { describe, expect, it } from "vitest";
import { ENCLOSED, outlinesOf } from "./contours.ts";
import type { Outline } from "./contours.ts";

let seed = 3;
function random(): number {
  return (seed = (seed * 16807) % 2147483647) / 2147483647;
}

function lump(count: number, x: number, y: number, spread: number): [x: number, y: number][] {
  const normal = () => (random() + random() + random() + random() - 2) * 1.7;
  return Array.from({ length: count }, () => [x + spread * normal(), y + spread * normal()]);
}

function outlined(positions: readonly (readonly [x: number, y: number])[]) {
  return outlinesOf(Uint32Array.from(positions.keys()), (sample) => positions[sample] ?? [0, 0]);
}

/** Whether a position is enclosed by an odd number of lines, as shapes are filled. */
function isInside(outline: Outline, [x, y]: readonly [x: number, y: number]): boolean {
  const crossings = outline.flatMap((ring) =>
    ring.filter(([x1, y1], at) => {
      const [x2, y2] = ring[(at + 1) % ring.length] ?? [0, 0];
      return y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1;
    }),
  );
  return crossings.length % 2 === 1;
}

describe("outlines", () => {
  it("enclose about the shares that they say, and a little more, as they are smooth", () => {
    const positions = [...lump(1500, 20000, 30000, 3500), ...lump(500, 48000, 50000, 2500)];
    outlined(positions)?.forEach((outline, level) => {
      const enclosed = positions.filter((position) => isInside(outline, position)).length / positions.length;
      expect(Math.abs(enclosed - (ENCLOSED[level] ?? 0))).toBeLessThan(0.1);
    });
  });

  it("are one line around each of two lumps", () => {
    const [outer, inner] = outlined([...lump(800, 16000, 16000, 1500), ...lump(800, 50000, 50000, 1500)]) ?? [];
    for (const outline of [outer, inner]) {
      expect(outline).toHaveLength(2);
      expect(isInside(outline ?? [], [33000, 33000])).toBe(false);
    }
  });

  it("close at the edges of the projection", () => {
    const [outer] = outlined(lump(500, 0, 65535, 900)) ?? [];
    expect(outer).toHaveLength(1);
    const ring = outer?.[0] ?? [];
    expect(ring[0]).toEqual(ring.at(-1));
    expect(Math.min(...ring.map(([x]) => x))).toBeLessThan(0);
  });

  it("follow the samples without trembling: moved by a whole cell, they are the same", () => {
    const positions = lump(400, 30000, 30000, 2000);
    const step = 65536 / 96;
    const moved = outlined(positions.map(([x, y]) => [x + step, y] as const));
    const back = moved?.map((outline) =>
      outline.map((ring) => ring.map(([x, y]) => [Math.round(x - step), Math.round(y)])),
    );
    expect(back).toEqual(
      outlined(positions)?.map((outline) =>
        outline.map((ring) => ring.map(([x, y]) => [Math.round(x), Math.round(y)])),
      ),
    );
  });

  it("are not drawn around three samples", () => {
    expect(outlined(lump(3, 30000, 30000, 2000))).toBeNull();
  });
});
