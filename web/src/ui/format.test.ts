import { expect, it } from "vitest";
import { inUnit, plainNumber } from "./format.ts";

it("speaks of steps where a run counts them, with the right article, and leaves other words alone", () => {
  expect(inUnit("Learned by an epoch: Epoch 7 of the epochs", "step")).toBe("Learned by a step: Step 7 of the steps");
  expect(inUnit("An epoch in Epochscope", "step")).toBe("A step in Epochscope");
  expect(inUnit("Learned by an epoch", "epoch")).toBe("Learned by an epoch");
});

it("writes a year of a column as one, and groups the digits of longer numbers", () => {
  expect([2018, -1500, 9999.5, 10_000, 1_234_567].map((value) => plainNumber(value, 5))).toEqual([
    ...["2018", "−1500", "9999.5", "10,000", "1,234,567"],
  ]);
});
