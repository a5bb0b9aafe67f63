import { when } from "mobx";
import { expect, it } from "vitest";
import { NOWHERE } from "./location.ts";
import { openTiny } from "./testing.ts";

const at = (sample: number) => ({ sample, x: 10, y: 20, emptier: "left" }) as const;

it("knows label, split and prediction of the hovered sample at the epoch on screen", async () => {
  const { hover } = (await openTiny({ epoch: 1 })).page;
  hover.hover(at(3));
  expect([hover.labelName, hover.split, hover.prediction]).toEqual([
    "cat",
    "test",
    { name: "dog", number: 1, confidence: 0.8, right: false },
  ]);
});

it("follows the prediction from epoch to epoch", async () => {
  const { hover, timeline } = (await openTiny({ epoch: 1 })).page;
  hover.hover(at(3));
  timeline.showEpoch(2);
  expect(hover.prediction).toMatchObject({ name: "cat", right: true });
});

it("finds the thumbnail in the atlas that holds the sample", async () => {
  const { hover } = (await openTiny()).page;
  hover.hover(at(9));
  expect(hover.tile).toMatchObject({ address: "./api/runs/tiny/thumbnails/b.webp", column: 1, row: 0 });
  hover.hover(at(6));
  expect(hover.tile).toMatchObject({ address: "./api/runs/tiny/thumbnails/a.webp", column: 2, row: 1 });
});

it("gives the value that colors the sample, at the epoch on screen", async () => {
  const { color, hover, timeline } = (await openTiny({ epoch: 1 })).page;
  hover.hover(at(3));
  for (const classes of ["class", "predicted", "correct"]) {
    color.choose(classes);
    expect(hover.measured).toBeNull();
  }
  color.choose("loss");
  expect(hover.measured).toEqual({ name: "Loss", text: "1.00 nats" });
  color.choose("first_learned");
  // Not loaded yet: the plot still shows classes.
  expect(hover.measured).toBeNull();
  await when(() => hover.measured !== null);
  expect(hover.measured).toEqual({ name: "First learned", text: "not learned yet" });
  timeline.showEpoch(2);
  expect(hover.measured).toEqual({ name: "First learned", text: "epoch 2" });
  hover.hover(null);
  expect(hover.measured).toBeNull();
});

it("is empty without a hovered sample", async () => {
  const { hover } = (await openTiny()).page;
  hover.hover(null);
  expect([hover.prediction, hover.tile]).toEqual([null, null]);
});

it("rings no sample of another run", async () => {
  const { page } = await openTiny();
  page.hover.ring(3);
  await page.open({ ...NOWHERE, run: "none" });
  expect(page.hover.ringed).toBeNull();
});
