import { when } from "mobx";
import { beforeEach, expect, it } from "vitest";
import { FakeApi, tinyManifest } from "../../api/fakeApi.ts";
import type { Page } from "../../page/Page.ts";
import { NOWHERE } from "../../page/location.ts";
import { makePage } from "../../page/testing.ts";
import { openTool } from "../testing.tsx";
import { Toolset } from "../Toolset.ts";
import { ConfusionStore } from "./ConfusionStore.ts";
import { confusion } from "./index.ts";

const CATS_FOR_DOGS = { label: 0, predicted: 1 },
  FROGS_FOR_DOGS = { label: 2, predicted: 1 };
const ALL_FOR_DOGS = { label: null, predicted: 1 },
  WRONG_CATS = { label: 0, predicted: null };

const NO_CHOICES = { split: null, view: null, normalization: null, order: null };

let page: Page;
let store: ConfusionStore;
beforeEach(async () => {
  ({ page, store } = await openTool(confusion, ConfusionStore, { epoch: 1 }));
});

const selected = () => [...page.selection.samples];

/** What there is of each cell, shape (classes, classes). */
const ofCells = (read: (cell: { label: number; predicted: number }) => number) =>
  [0, 1, 2].flatMap((label) => [0, 1, 2].map((predicted) => read({ label, predicted })));
const values = () => ofCells((cell) => store.valueOf(cell));
const marks = () => ofCells((cell) => store.selectedIn(cell));

it("counts the samples shown, at the epoch shown", () => {
  expect([values(), store.wrong]).toEqual([[0, 6, 0, 0, 4, 0, 0, 2, 0], { wrong: 8, elsewhere: 0 }]);
  page.timeline.showEpoch(2);
  expect([values(), store.wrong]).toEqual([[6, 0, 0, 0, 4, 0, 0, 0, 2], { wrong: 0, elsewhere: 0 }]);
});

it("leaves out a hidden class, and counts the samples predicted as it", () => {
  page.classes.toggleClass(1);
  expect([store.numbers, store.wrong]).toEqual([[0, 2], { wrong: 8, elsewhere: 8 }]);
  expect(store.pairs).toEqual([]);
});

it("counts the samples of one split", () => {
  store.countSplit("test");
  expect([[...store.counted], store.countOf(CATS_FOR_DOGS)]).toEqual([[1, 3, 5, 7, 9, 11], 3]);
  store.countSplit("neither");
  expect([store.split, store.countOf(CATS_FOR_DOGS)]).toEqual([null, 6]);
});

it("counts the samples of a smaller subset", () => {
  page.subset.showSamples(6);
  expect(store.counted).toHaveLength(6);
});

it("selects a cell's samples, adds another's and removes some", () => {
  store.pick(CATS_FOR_DOGS, "replace");
  expect(selected()).toEqual([0, 1, 2, 3, 4, 5]);
  store.pick(FROGS_FOR_DOGS, "add");
  expect(selected()).toEqual([0, 1, 2, 3, 4, 5, 10, 11]);
  store.pick(WRONG_CATS, "remove");
  expect(selected()).toEqual([10, 11]);
  store.pick(ALL_FOR_DOGS, "replace");
  expect(selected()).toEqual([0, 1, 2, 3, 4, 5, 10, 11]);
});

it("marks the cells that hold selected samples among those counted", () => {
  page.selection.pick([0, 1, 7, 10]);
  expect([marks(), store.selectedIn(WRONG_CATS), store.selectedIn(ALL_FOR_DOGS)]).toEqual([
    [0, 2, 0, 0, 1, 0, 0, 1, 0],
    2,
    3,
  ]);
  store.countSplit("train");
  expect(marks()).toEqual([0, 1, 0, 0, 0, 0, 0, 1, 0]);
});

it("gives shares of rows and of columns", () => {
  store.normalize("row");
  expect([store.valueOf(CATS_FOR_DOGS), store.totalOf(CATS_FOR_DOGS)]).toEqual([1, 6]);
  store.normalize("column");
  expect([store.valueOf(CATS_FOR_DOGS), store.totalOf(CATS_FOR_DOGS)]).toEqual([0.5, 12]);
});

it("finds the first epoch at which a cell has samples, and the one with the most", () => {
  expect([...store.historyOf(CATS_FOR_DOGS)]).toEqual([0, 6, 0]);
  expect(store.peakOf(CATS_FOR_DOGS)).toEqual({ first: 1, most: 1, count: 6 });
  expect(store.peakOf({ label: 0, predicted: 2 })).toBeNull();
});

it("keeps the cell under the pointer as long as its classes are in the matrix", () => {
  store.point(CATS_FOR_DOGS);
  page.timeline.showEpoch(0);
  expect(store.pointed).toEqual(CATS_FOR_DOGS);
  page.classes.toggleClass(1);
  expect(store.pointed).toBeNull();
});

it("shows the matrix of few classes until the list is chosen", () => {
  expect(store.view).toBe("matrix");
  store.show("pairs");
  expect([store.view, store.pairs]).toEqual([
    "pairs",
    [
      { ...CATS_FOR_DOGS, count: 6 },
      { ...FROGS_FOR_DOGS, count: 2 },
    ],
  ]);
});

it("keeps the chosen view in its choices until it turns out to be the default", async () => {
  const api = new FakeApi();
  const { fetchPredictions } = api;
  let answer: () => void = () => undefined;
  api.fetchPredictions = async () => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return fetchPredictions();
  };
  const { page: loading } = makePage(api);
  const tools = new Toolset(loading, [confusion]);
  const choices = () => tools.storeOf(ConfusionStore).choices;
  await loading.open({ ...NOWHERE, run: "tiny", epoch: 1 });
  tools.readOpen("confusion", new Map([["confusion", "matrix"]]));
  await when(() => loading.predictions.status === "loading");
  expect(choices()).toEqual({ ...NO_CHOICES, view: "matrix" });
  answer();
  await when(() => tools.storeOf(ConfusionStore).confusion !== null);
  expect(choices()).toEqual(NO_CHOICES);
});

it("has nothing to show until the predictions are loaded", async () => {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest({ predictions: null }));
  const { store: without } = await openTool(confusion, ConfusionStore, {}, api);
  expect([
    without.confusion,
    without.pairs,
    without.countOf(CATS_FOR_DOGS),
    [...without.samplesOf(CATS_FOR_DOGS)],
  ]).toEqual([null, [], 0, []]);
});
