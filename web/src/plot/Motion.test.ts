import { expect, it } from "vitest";
import { inFilm, Motion } from "./Motion.ts";

/** Frames of 20 ms at the given positions. */
function frames(motion: Motion, positions: readonly number[], begin = 0) {
  return positions.map((position, at) => motion.advance(position, begin + 20 * at));
}

const PLAYED = Array.from({ length: 100 }, (_, at) => at * 0.02);

it("keeps the tips of tails about half an epoch behind while playing at one epoch per second", () => {
  const tip = frames(new Motion(), PLAYED).at(-1)?.tip ?? NaN;
  expect(1.98 - tip).toBeGreaterThan(0.4);
  expect(1.98 - tip).toBeLessThan(0.6);
});

it("has no tail at first, and draws tails in at rest", () => {
  const motion = new Motion();
  expect(motion.advance(3, 0).tip).toBe(3);
  expect(motion.still).toBe(true);
  frames(motion, [3.1, 3.2]);
  expect(motion.still).toBe(false);
  frames(motion, Array<number>(60).fill(3.2), 60);
  expect(motion.still).toBe(true);
});

it("draws tails the other way when the timeline goes back, and none longer than an epoch", () => {
  const back = frames(new Motion(), [...PLAYED].reverse()).at(-1)?.tip ?? NaN;
  expect(back).toBeGreaterThan(0.4);
  const fast = frames(
    new Motion(),
    PLAYED.map((position) => 10 * position),
  ).at(-1)?.tip;
  expect(fast).toBeCloseTo(19.8 - 1);
});

it("has no tails with reduced motion, nor where playing starts over", () => {
  const still = Object.assign(new Motion(), { enabled: false });
  expect(frames(still, [0, 0.5, 1]).map(({ tip }) => tip)).toEqual([0, 0.5, 1]);
  expect(frames(new Motion(), [7, 7.5, 0]).at(-1)?.tip).toBe(0);
});

it("draws tails behind fewer points where frames are slow, none where they stay so, and all again once they are fast", () => {
  const motion = new Motion();
  expect(frames(motion, PLAYED).at(-1)?.tails).toBe(1);
  const slowly = (count: number, begin: number) =>
    Array.from({ length: count }, (_, at) => motion.advance(2 + at * 0.05, begin + 40 * at).tails);
  const fewer = slowly(20, 2020);
  expect(fewer.slice(0, 2)).toEqual([expect.closeTo(0.7), expect.closeTo(0.49)]);
  expect(fewer.at(-1)).toBe(0);
  const fast = Array.from({ length: 250 }, (_, at) => 3 + at * 0.02);
  expect(frames(motion, fast, 2820).at(-1)?.tails).toBe(1);
});

it("glides for half a second, fast at first", () => {
  const motion = new Motion();
  motion.advance(2, 0);
  motion.beginGlide();
  const glides = [1000, 1100, 1250, 1499, 1500].map((time) => motion.advance(2, time));
  expect(glides.map(({ glide }) => Number(glide.toFixed(2)))).toEqual([0, 0.49, 0.88, 1, 1]);
  expect(glides.every(({ glide, tipGlide }) => tipGlide <= glide)).toBe(true);
  expect([motion.gliding, motion.still]).toEqual([false, true]);
});

it("begins and ends a film without tails", () => {
  expect([0, 0.2, 3, 7.9, 8].map((position) => position - (inFilm(position, 8).tip ?? NaN))).toEqual([
    0,
    0.2,
    expect.closeTo(0.4),
    expect.closeTo(0.1),
    0,
  ]);
});
