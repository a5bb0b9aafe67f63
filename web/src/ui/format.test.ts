import { expect, it } from "vitest";
import { inUnit } from "./format.ts";

it("speaks of steps where a run counts them, with the right article, and leaves other words alone", () => {
  expect(inUnit("Learned by an epoch: Epoch 7 of the epochs", "step")).toBe("Learned by a step: Step 7 of the steps");
  expect(inUnit("An epoch in Epochscope", "step")).toBe("A step in Epochscope");
  expect(inUnit("Learned by an epoch", "epoch")).toBe("Learned by an epoch");
});
