import { when } from "mobx";
import { beforeEach, expect, it } from "vitest";
import { FakeApi, tinyManifest } from "../../api/fakeApi.ts";
import { NO_CHOICES, NOWHERE } from "../../app/address.ts";
import type { AppStore } from "../../app/Shell.ts";
import { makePage, openTiny } from "../../page/testing.ts";

const CATS_FOR_DOGS = { label: 0, predicted: 1 },
  FROGS_FOR_DOGS = { label: 2, predicted: 1 };
const ALL_FOR_DOGS = { label: null, predicted: 1 },
  WRONG_CATS = { label: 0, predicted: null };

let app: AppStore;
beforeEach(async () => {
  ({ app } = await openTiny({ epoch: 1 }));
});

const selected = () => [...app.selection.samples];

it("counts the samples shown, at the epoch shown", () => {
  expect([[...app.confusion.values.values], app.confusion.wrong]).toEqual([
    [0, 6, 0, 0, 4, 0, 0, 2, 0],
    { wrong: 8, elsewhere: 0 },
  ]);
  app.timeline.showEpoch(2);
  expect([[...app.confusion.values.values], app.confusion.wrong]).toEqual([
    [6, 0, 0, 0, 4, 0, 0, 0, 2],
    { wrong: 0, elsewhere: 0 },
  ]);
});

it("leaves out a class that is switched off, and says who is taken for it", () => {
  app.classes.toggleClass(1);
  expect([app.confusion.numbers, app.confusion.wrong]).toEqual([[0, 2], { wrong: 8, elsewhere: 8 }]);
  expect(app.confusion.pairs).toEqual([]);
});

it("counts the samples of one split", () => {
  app.confusion.countSplit("test");
  expect([[...app.confusion.counted], app.confusion.countOf(CATS_FOR_DOGS)]).toEqual([[1, 3, 5, 7, 9, 11], 3]);
  app.confusion.countSplit("neither");
  expect([app.confusion.split, app.confusion.countOf(CATS_FOR_DOGS)]).toEqual([null, 6]);
});

it("counts the samples of a smaller subset", () => {
  app.subset.showSamples(6);
  expect(app.confusion.counted).toHaveLength(6);
});

it("selects a cell's samples, adds another's and takes some away", () => {
  app.confusion.pick(CATS_FOR_DOGS, "replace");
  expect(selected()).toEqual([0, 1, 2, 3, 4, 5]);
  app.confusion.pick(FROGS_FOR_DOGS, "add");
  expect(selected()).toEqual([0, 1, 2, 3, 4, 5, 10, 11]);
  app.confusion.pick(WRONG_CATS, "remove");
  expect(selected()).toEqual([10, 11]);
  app.confusion.pick(ALL_FOR_DOGS, "replace");
  expect(selected()).toEqual([0, 1, 2, 3, 4, 5, 10, 11]);
});

it("marks the cells that hold selected samples, of those that count", () => {
  app.selection.pick([0, 1, 7, 10]);
  expect([[...app.confusion.marks], app.confusion.markedIn(WRONG_CATS), app.confusion.markedIn(ALL_FOR_DOGS)]).toEqual([
    [0, 2, 0, 0, 1, 0, 0, 1, 0],
    2,
    3,
  ]);
  app.confusion.countSplit("train");
  expect([...app.confusion.marks]).toEqual([0, 1, 0, 0, 0, 0, 0, 1, 0]);
});

it("gives shares of rows and of columns", () => {
  app.confusion.normalize("row");
  expect([app.confusion.valueOf(CATS_FOR_DOGS), app.confusion.totalOf(CATS_FOR_DOGS)]).toEqual([1, 6]);
  app.confusion.normalize("column");
  expect([app.confusion.valueOf(CATS_FOR_DOGS), app.confusion.totalOf(CATS_FOR_DOGS)]).toEqual([0.5, 12]);
});

it("tells since when a cell holds samples, and when it held the most", () => {
  expect([...app.confusion.valuesOver(CATS_FOR_DOGS)]).toEqual([0, 6, 0]);
  expect(app.confusion.storyOf(CATS_FOR_DOGS)).toEqual({ first: 1, most: 1, count: 6 });
  expect(app.confusion.storyOf({ label: 0, predicted: 2 })).toBeNull();
});

it("keeps the cell pointed at in sight as long as it has its classes", () => {
  app.confusion.point(CATS_FOR_DOGS);
  app.timeline.showEpoch(0);
  expect(app.confusion.pointed).toEqual(CATS_FOR_DOGS);
  app.classes.toggleClass(1);
  expect(app.confusion.pointed).toBeNull();
});

it("shows the matrix of few classes until the list is asked for", () => {
  expect(app.confusion.view).toBe("matrix");
  app.confusion.show("pairs");
  expect([app.confusion.view, app.confusion.pairs]).toEqual([
    "pairs",
    [
      { ...CATS_FOR_DOGS, count: 6 },
      { ...FROGS_FOR_DOGS, count: 2 },
    ],
  ]);
});

it("tells the view that was asked for until it turns out to be the usual one", async () => {
  const api = new FakeApi();
  const { fetchPredictions } = api;
  let answer: () => void = () => undefined;
  api.fetchPredictions = async () => {
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return fetchPredictions();
  };
  const { app: loading } = makePage(api);
  await loading.openAddress({ ...NOWHERE, run: "tiny", epoch: 1, tool: "confusion", confusionView: "matrix" });
  await when(() => loading.predictions.status === "loading");
  expect(loading.confusion.choices).toEqual({ ...NO_CHOICES, confusionView: "matrix" });
  answer();
  await when(() => loading.confusion.confusion !== null);
  expect(loading.confusion.choices).toEqual(NO_CHOICES);
});

it("has nothing to show until the predictions are here", async () => {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest({ predictions: null }));
  const { app: without } = await openTiny({}, api);
  expect([
    without.confusion.confusion,
    without.confusion.pairs,
    without.confusion.countOf(CATS_FOR_DOGS),
    [...without.confusion.samplesOf(CATS_FOR_DOGS)],
  ]).toEqual([null, [], 0, []]);
});
