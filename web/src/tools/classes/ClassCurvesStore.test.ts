import { expect, it } from "vitest";
import { openTool } from "../testing.tsx";
import { axisOver } from "../../numbers/axis.ts";
import { accuracyCurve, ClassCurvesStore, heightAt, nearestCurve } from "./ClassCurvesStore.ts";
import { classes } from "./index.ts";

it("lists every class with its accuracy and its change, the least accurate first", async () => {
  // At epoch 1 all samples are predicted as dogs; at the other epochs all are correct.
  const { page, store, clock } = await openTool(classes, ClassCurvesStore, { epoch: 1 });
  expect(store.list).toEqual([
    { number: 0, name: "cat", accuracy: 0, change: -1 },
    { number: 2, name: "frog", accuracy: 0, change: -1 },
    { number: 1, name: "dog", accuracy: 1, change: 0 },
  ]);
  expect(store.previousEpoch).toBe(0);
  page.timeline.showEpoch(0);
  expect(store.list.map(({ name, accuracy, change }) => [name, accuracy, change])).toEqual([
    ["cat", 1, null],
    ["frog", 1, null],
    ["dog", 1, null],
  ]);
  clock.pass(2000);
  expect([store.list.map(({ name }) => name), store.previousEpoch]).toEqual([["cat", "dog", "frog"], null]);
});

it("counts only the samples of one split or of the subset", async () => {
  const { page, store } = await openTool(classes, ClassCurvesStore, { epoch: 1 });
  const accuracies = () => store.list.map(({ accuracy }) => accuracy);
  // A dog.
  page.subset.showSamples(1);
  expect(accuracies()).toEqual([1, null, null]);
  page.subset.showAllSamples();
  store.showSplit("train");
  expect([store.split, accuracies()]).toEqual(["train", [0, 0, 1]]);
  store.showSplit("");
  expect(store.split).toBeNull();
});

it("highlights the class whose curve is hovered, unless it is hidden", async () => {
  const { page, store } = await openTool(classes, ClassCurvesStore);
  store.pointAt({ across: 0.5, up: 0.98 });
  expect(page.classes.highlighted).toBe(1);
  page.classes.toggleClass(1);
  store.pointAt({ across: 0.5, up: 0.98 });
  expect(page.classes.highlighted).toBeNull();
});

const EPOCHS = [0, 1, 4];
const AXIS = axisOver(EPOCHS, "real");
const RISING = accuracyCurve(Float32Array.of(0, 0.5, 1), EPOCHS, AXIS);

it("passes through the accuracy of every epoch, positioned by the epoch's number", () => {
  expect(RISING).toEqual([
    { across: 0, up: 0 },
    { across: 0.25, up: 0.5 },
    { across: 1, up: 1 },
  ]);
});

it("has no curve for a class without samples", () => {
  expect([accuracyCurve(Float32Array.of(NaN, NaN, NaN), EPOCHS, AXIS), accuracyCurve(undefined, EPOCHS, AXIS)]).toEqual(
    [[], []],
  );
});

it("has a height between epochs and beyond the last one", () => {
  expect([0, 0.125, 0.625, 1, 1.2].map((across) => heightAt(RISING, across))).toEqual([0, 0.25, 0.75, 1, 1]);
  expect([heightAt([], 0.5), heightAt([{ across: 0, up: 0.3 }], 0.5)]).toEqual([null, 0.3]);
});

it("finds the curve nearest to a point, within reach", () => {
  const curves = new Map([
    [3, RISING],
    [5, accuracyCurve(Float32Array.of(0, 0, 0), EPOCHS, AXIS)],
    [7, []],
  ]);
  expect([
    nearestCurve(curves, { across: 1, up: 0.9 }, 0.2),
    nearestCurve(curves, { across: 1, up: 0.1 }, 0.2),
    nearestCurve(curves, { across: 1, up: 0.5 }, 0.2),
  ]).toEqual([3, 5, null]);
});
