/** Columns of a run's own: they color, sort and find samples as the measures that every run has. */
import { when } from "mobx";
import { beforeEach, expect, it } from "vitest";
import { columnOf, FakeApi, projectionOf, tinyManifest } from "../api/fakeApi.ts";
import type { Manifest } from "../api/manifest.ts";
import { NO_VALUE } from "../numbers/paint.ts";
import type { Page } from "./Page.ts";
import type { PageLocation } from "./location.ts";
import { openTiny } from "./testing.ts";
import type { TestPage } from "./testing.ts";

const COLUMNS = [
  columnOf(0, "error, squared", "number", { per_epoch: true }),
  columnOf(1, "kind", "class"),
  columnOf(2, "text", "text"),
  columnOf(3, "size", "number"),
];
const UNLABELED: Partial<Manifest> = {
  predictions: null,
  probabilities: null,
  dynamics: null,
  label_errors: null,
  dataset: { name: "tiny", classes: [], meanings: [], image_shape: null },
  samples: { identity: "first", path: "samples.bin", arrays: [{ name: "split", dtype: "uint8", shape: [12] }] },
};

let api: FakeApi;

beforeEach(() => {
  api = new FakeApi();
});

async function openWith(change: Partial<Manifest>, place: Partial<PageLocation> = {}): Promise<TestPage> {
  api.fetchManifest = () => Promise.resolve(tinyManifest({ columns: COLUMNS, ...change }));
  return openTiny(place, api);
}

function codesOf(page: Page): number[] {
  return [...(page.color.paint?.codes ?? [])];
}

it("colors by a column of numbers on one scale for all epochs, with gray for missing ones", async () => {
  const { page } = await openWith({}, { color: "number:error, squared", epoch: 1 });
  await when(() => page.color.shown === "number:error, squared");
  expect(page.color.scale).toEqual({ least: 0, most: 3, opens: "nowhere" });
  expect([codesOf(page)[0], codesOf(page)[12], codesOf(page)[11]]).toEqual([0, 85, NO_VALUE]);
  expect([page.color.hasGaps, page.location?.color]).toEqual([true, "number:error, squared"]);
  page.hover.hover({ sample: 5, x: 0, y: 0, emptier: "left" });
  expect(page.hover.measured).toEqual({ name: "error, squared", text: "1.5" });
  page.hover.hover({ sample: 11, x: 0, y: 0, emptier: "left" });
  expect(page.hover.measured?.text).toBe("no value");
});

it("colors by a column of classes, which may be the same at all epochs", async () => {
  const { page } = await openWith({}, { color: "class:kind" });
  await when(() => page.color.shown === "class:kind");
  expect(codesOf(page)).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 3]);
  expect([page.color.columnColors.length, page.color.hasGaps]).toEqual([3, true]);
  page.hover.hover({ sample: 7, x: 0, y: 0, emptier: "left" });
  expect(page.hover.measured).toEqual({ name: "kind", text: "grown" });
});

it("loads no column that nothing needs", async () => {
  await openWith({});
  expect(api.asked.filter((path) => path.startsWith("columns"))).toEqual([]);
});

it("colors a run without labels by its first column of classes, or else of numbers, or in one color", async () => {
  const { page } = await openWith(UNLABELED);
  expect([page.color.coloring, page.location?.color]).toEqual(["class:kind", null]);
  await when(() => page.color.shown === "class:kind");
  expect(page.color.colorings.slice(0, 1)).toEqual(["none"]);
  const numbers = await openWith({ ...UNLABELED, columns: COLUMNS.slice(3) });
  expect(numbers.page.color.coloring).toBe("number:size");
  const bare = await openWith({
    ...UNLABELED,
    columns: [],
    projections: [{ ...projectionOf("fc", 15, 0.1), quality: null }],
  });
  expect([bare.page.color.coloring, bare.page.color.shown]).toEqual(["none", "none"]);
});

it("falls back where a link names a column that the run lacks, or another kind of it", async () => {
  const { page } = await openWith({}, { color: "class:size" });
  expect(page.color.coloring).toBe("class");
});

it("sorts by a column of numbers and writes what is loaded of columns", async () => {
  const { page } = await openWith(
    {},
    { selected: "9,11", sort: "number:size", largestFirst: true, epoch: 2, color: "class:kind" },
  );
  await when(() => page.card.sorted && page.color.shown === "class:kind");
  expect([...page.card.order]).toEqual([9, 11]);
  const [heading, first, second] = page.card.csv.split("\n").map((line) => line.split(",").slice(-3).join());
  expect([heading, first, second]).toEqual(["trustworthiness,size,kind", "0.29,0.9,grown", "0.14,,no value"]);
});

it("finds samples by columns and words, by what is typed as by the address", async () => {
  const where = "column:kind:1,number:error%2C%20squared:1.7:,text:text%20";
  const { page } = await openWith({}, { where, epoch: 1 });
  expect(page.query.text).toBe("kind is grown and error, squared 1.7 or more and text contains “text ”");
  await when(() => page.query.matches !== null);
  expect([...(page.query.matches ?? [])].flatMap((match, sample) => (match === 1 ? [sample] : []))).toEqual([7, 8, 9]);
  expect(page.location?.where).toBe(where);
  expect(api.asked.filter((path) => path.endsWith(".json"))).toEqual([
    "columns/2/texts/0.json",
    "columns/2/texts/1.json",
  ]);
});

it("drops conditions on columns that the run lacks", async () => {
  const { page } = await openWith({ columns: [] }, { where: "column:kind:1,number:size:1:,high:number:size:5,text:a" });
  expect(page.query.empty).toBe(true);
});

it("loads a text with those beside it, and again after it failed", async () => {
  const { page } = await openWith({});
  const { fetchTexts } = api;
  api.fetchTexts = () => Promise.reject(new Error("gone"));
  await page.texts?.want(3);
  expect([page.texts?.at(3), page.texts?.problem?.message]).toEqual([null, "gone"]);
  api.fetchTexts = fetchTexts;
  await page.texts?.want(3);
  expect([page.texts?.at(3), page.texts?.at(7), page.texts?.at(8), page.texts?.problem]).toEqual([
    "Text 3",
    "Text 7",
    null,
    null,
  ]);
});
