import { expect, it } from "vitest";
import { inOrder, mixedOrder, rankedOrder } from "./order.ts";

it("draws every sample once, in the same order every time, with neighbors in number far apart", () => {
  const order = mixedOrder(1000);
  expect([...order].sort((a, b) => a - b)).toEqual([...Array(1000).keys()]);
  expect(mixedOrder(1000)).toEqual(order);
  const steps = [...order.slice(1)].map((sample, at) => Math.abs(sample - (order[at] ?? 0)));
  expect(steps.reduce((sum, step) => sum + step, 0) / steps.length).toBeGreaterThan(250);
});

it("lets no class be above the others", () => {
  const places = [...mixedOrder(10_000)].map((sample, place) => ({ sampleClass: Math.floor(sample / 1000), place }));
  for (let number = 0; number < 10; number++) {
    const own = places.filter(({ sampleClass }) => sampleClass === number);
    const mean = own.reduce((sum, { place }) => sum + place, 0) / own.length;
    expect(Math.abs(mean - 5000)).toBeLessThan(400);
  }
});

it("draws higher ranks last at each epoch, and equal ones in their order", () => {
  const order = Uint32Array.of(3, 1, 0, 2);
  const codes = Uint8Array.of(0, 1, 0, 1, 2, 2, 0, 0);
  const ranks = Uint16Array.of(1, 2, 0);
  expect([...rankedOrder(order, { codes, ranks }, 0)]).toEqual([0, 2, 3, 1]);
  expect([...rankedOrder(order, { codes, ranks }, 1)]).toEqual([1, 0, 3, 2]);
  expect([...rankedOrder(order, { codes: codes.slice(0, 4), ranks }, 7)]).toEqual([0, 2, 3, 1]);
  expect(rankedOrder(order, { codes, ranks: new Uint16Array(3) }, 0)).toBe(order);
});

it("keeps the order among some of the samples", () => {
  expect([...inOrder(Uint32Array.of(3, 1, 0, 2), Uint32Array.of(0, 2, 3))]).toEqual([3, 0, 2]);
});
