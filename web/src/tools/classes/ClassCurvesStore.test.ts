import { expect, it } from "vitest";
import { openTool } from "../testing.tsx";
import { ClassCurvesStore } from "./ClassCurvesStore.ts";
import { classes } from "./index.ts";

it("lists every class with its accuracy and its change, the least accurate first", async () => {
  // At epoch 1 all are taken for dogs, at the others all are right.
  const { page, store, clock } = await openTool(classes, ClassCurvesStore, { epoch: 1 });
  expect(store.list).toEqual([
    { number: 0, name: "cat", accuracy: 0, change: -1 },
    { number: 2, name: "frog", accuracy: 0, change: -1 },
    { number: 1, name: "dog", accuracy: 1, change: 0 },
  ]);
  expect(store.epochBefore).toBe(0);
  page.timeline.showEpoch(0);
  expect(store.list.map(({ name, accuracy, change }) => [name, accuracy, change])).toEqual([
    ["cat", 1, null],
    ["frog", 1, null],
    ["dog", 1, null],
  ]);
  clock.pass(2000);
  expect([store.list.map(({ name }) => name), store.epochBefore]).toEqual([["cat", "dog", "frog"], null]);
});

it("counts the samples of one split, and of the subset, alone", async () => {
  const { page, store } = await openTool(classes, ClassCurvesStore, { epoch: 1 });
  const told = () => store.list.map(({ accuracy }) => accuracy);
  // A dog.
  page.subset.showSamples(1);
  expect(told()).toEqual([1, null, null]);
  page.subset.showAllSamples();
  store.showSplit("train");
  expect([store.split, told()]).toEqual(["train", [0, 0, 1]]);
  store.showSplit("");
  expect(store.split).toBeNull();
});

it("highlights the class whose curve is pointed at, and none that is hidden", async () => {
  const { page, store } = await openTool(classes, ClassCurvesStore);
  store.pointAt({ across: 0.5, up: 0.98 });
  expect(page.classes.highlighted).toBe(1);
  page.classes.toggleClass(1);
  store.pointAt({ across: 0.5, up: 0.98 });
  expect(page.classes.highlighted).toBeNull();
});
