import { expect, it } from "vitest";
import { identity, matchSamples, translate } from "./sameSamples.ts";

it("matches samples by their source, in any order", () => {
  const same = matchSamples(["a:0", "a:1", "a:2"], ["a:2", "b:0", "a:0", "b:1"]);
  expect([...same.inSecond]).toEqual([2, -1, 0]);
  expect([...same.inFirst]).toEqual([2, -1, 0, -1]);
  expect(same.count).toBe(2);
});

it("matches equal sources one to one, in their order", () => {
  const same = matchSamples(["a", "a", "a"], ["a", "a"]);
  expect([...same.inSecond]).toEqual([0, 1, -1]);
  expect([...same.inFirst]).toEqual([0, 1]);
});

it("matches every sample of one run with itself", () => {
  expect(identity(3)).toEqual({ inSecond: Int32Array.of(0, 1, 2), inFirst: Int32Array.of(0, 1, 2), count: 3 });
});

it("translates samples to the other run, without those that it does not have", () => {
  expect([...translate([0, 1, 2], Int32Array.of(5, -1, 3))]).toEqual([5, 3]);
});
