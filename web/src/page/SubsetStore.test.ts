import { expect, it } from "vitest";
import { openTiny } from "./testing.ts";

const members = (bytes: Uint8Array) => [...bytes.keys()].filter((sample) => bytes[sample] === 1);

it("shows all samples at first", async () => {
  const { subset } = (await openTiny()).page;
  expect([subset.size, subset.total, subset.shownCount, subset.countByClass]).toEqual([12, 12, 12, [6, 4, 2]]);
});

it("shows the requested number, each class in its share", async () => {
  const { subset } = (await openTiny()).page;
  subset.showSamples(6);
  expect([members(subset.members).length, subset.countByClass]).toEqual([6, [3, 2, 1]]);
});

it("only adds samples when it grows", async () => {
  const { subset } = (await openTiny()).page;
  let before: number[] = [];
  for (let size = 1; size <= 12; size++) {
    subset.showSamples(size);
    const now = members(subset.members);
    expect(now).toEqual(expect.arrayContaining(before));
    expect(now).toHaveLength(size);
    before = now;
  }
});

it("stays between one sample and all", async () => {
  const { subset } = (await openTiny()).page;
  subset.showSamples(0);
  expect(subset.size).toBe(1);
  subset.showSamples(1000);
  expect(subset.size).toBe(12);
});

it("does not count the samples of hidden classes as shown", async () => {
  const { subset, classes } = (await openTiny()).page;
  classes.toggleClass(0);
  expect([subset.shownCount, subset.countByClass]).toEqual([6, [6, 4, 2]]);
});
