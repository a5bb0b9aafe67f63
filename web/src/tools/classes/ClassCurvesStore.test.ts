import { expect, it } from "vitest";
import { openTiny } from "../../page/testing.ts";

it("lists every class with its accuracy and its change, the least accurate first", async () => {
  // At epoch 1 all are taken for dogs, at the others all are right.
  const { app, clock } = await openTiny({ epoch: 1 });
  expect(app.classCurves.list).toEqual([
    { number: 0, name: "cat", accuracy: 0, change: -1 },
    { number: 2, name: "frog", accuracy: 0, change: -1 },
    { number: 1, name: "dog", accuracy: 1, change: 0 },
  ]);
  expect(app.classCurves.epochBefore).toBe(0);
  app.timeline.showEpoch(0);
  expect(app.classCurves.list.map(({ name, accuracy, change }) => [name, accuracy, change])).toEqual([
    ["cat", 1, null],
    ["frog", 1, null],
    ["dog", 1, null],
  ]);
  clock.pass(2000);
  expect([app.classCurves.list.map(({ name }) => name), app.classCurves.epochBefore]).toEqual([
    ["cat", "dog", "frog"],
    null,
  ]);
});

it("counts the samples of one split, and of the subset, alone", async () => {
  const { app } = await openTiny({ epoch: 1 });
  const told = () => app.classCurves.list.map(({ accuracy }) => accuracy);
  // A dog.
  app.subset.showSamples(1);
  expect(told()).toEqual([1, null, null]);
  app.subset.showAllSamples();
  app.classCurves.showSplit("train");
  expect([app.classCurves.split, told()]).toEqual(["train", [0, 0, 1]]);
  app.classCurves.showSplit("");
  expect(app.classCurves.split).toBeNull();
});

it("highlights the class whose curve is pointed at, and none that is hidden", async () => {
  const { app } = await openTiny();
  app.classCurves.pointAt({ across: 0.5, up: 0.98 });
  expect(app.classes.highlighted).toBe(1);
  app.classes.toggleClass(1);
  app.classCurves.pointAt({ across: 0.5, up: 0.98 });
  expect(app.classes.highlighted).toBeNull();
});
