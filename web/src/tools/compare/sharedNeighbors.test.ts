import { expect, it } from "vitest";
import { NEAREST, sharedNeighbors } from "./sharedNeighbors.ts";

const ALIVE = new AbortController().signal;
const nothing = () => undefined;

/** Samples on a line, the distance between neighbors always the same. */
function line(positions: readonly number[]): Uint16Array {
  return Uint16Array.from(positions.flatMap((position) => [1000 * position, 500]));
}

it("counts all of them in a layout and its mirror image", async () => {
  const positions = Array.from({ length: 40 }, (_, at) => at);
  const shared = await sharedNeighbors(
    line(positions),
    line(positions.map((place) => 60 - place)),
    Uint32Array.from(positions),
    ALIVE,
    nothing,
  );
  // In the middle of the line the farthest of the nearest is one of two at the same distance.
  expect(Math.min(...shared)).toBeGreaterThanOrEqual(NEAREST - 1);
});

it("counts none for a sample that moved to another group", async () => {
  const [left, right] = [Array.from({ length: 16 }, (_, at) => at), Array.from({ length: 16 }, (_, at) => 48 + at)];
  const first = [...left, ...right];
  const second = first.slice();
  second[0] = 64;
  const shared = await sharedNeighbors(line(first), line(second), Uint32Array.from(first.keys()), ALIVE, nothing);
  expect([shared[0], shared[5]]).toEqual([0, 14]);
});

it("compares only the members", async () => {
  const positions = Array.from({ length: 30 }, (_, at) => at);
  const shared = await sharedNeighbors(line(positions), line(positions), Uint32Array.of(3, 7, 20), ALIVE, nothing);
  expect([3, 7, 20].map((sample) => shared[sample])).toEqual([2, 2, 2]);
  expect(shared.reduce((sum, count) => sum + count, 0)).toBe(6);
});

it("counts nothing without members", async () => {
  expect([...(await sharedNeighbors(line([1, 2]), line([1, 2]), new Uint32Array(), ALIVE, nothing))]).toEqual([0, 0]);
});
