import { when } from "mobx";
import { expect, it } from "vitest";
import { FakeApi, projectionOf, tinyManifest } from "../api/fakeApi.ts";
import { openTiny } from "../page/testing.ts";
import { captionAt, legendOf, namesOfCodes, posterTextAt } from "./contents.ts";

it("names the run, layer, setting and epoch, the number of samples shown, accuracy and trustworthiness", async () => {
  const { page } = await openTiny();
  expect(captionAt(page, 2)).toEqual({
    title: "ResNet-50 on tiny",
    epoch: "Epoch 2",
    facts: [
      "fc",
      "AlignedUMAP, n_neighbors 15, min_dist 0.1",
      "showing 12 of 12 samples",
      "train accuracy 60.0%",
      "test accuracy 50.0%",
      "trustworthiness 92.0%",
    ],
  });
});

it("leaves out missing values, and counts the samples shown and selected", async () => {
  const api = new FakeApi();
  api.fetchManifest = () =>
    Promise.resolve(tinyManifest({ projections: [{ ...projectionOf("fc", 0, 0, { method: "pca" }), quality: null }] }));
  const { page } = await openTiny({}, api);
  page.classes.hide([0]);
  page.selection.pick([0, 7, 8]);
  expect(captionAt(page, 0).facts).toEqual(["fc", "PCA", "showing 6 of 12 samples, 2 selected"]);
});

it("names the classes in the plot with their colors", async () => {
  const { page } = await openTiny();
  page.classes.hide([1]);
  page.classes.chooseColor(2, "#123456");
  expect(legendOf(page, false)).toEqual({
    title: "True class",
    scale: null,
    hollow: null,
    entries: [
      { name: "cat", color: "#e69f00", shape: "disc" },
      { name: "frog", color: "#123456", shape: "disc" },
    ],
  });
});

it("names every class where samples may be predicted as any", async () => {
  const { page } = await openTiny();
  page.classes.hide([1]);
  page.color.choose("predicted");
  expect(legendOf(page, false).entries.map(({ name }) => name)).toEqual(["cat", "dog", "frog"]);
});

it("explains other colorings as the page does", async () => {
  const { page } = await openTiny();
  page.color.choose("correct");
  expect(legendOf(page, false).entries).toEqual([
    { name: "correct", color: "#c3cad6", shape: "disc" },
    { name: "misclassified", color: "#e0103a", shape: "diamond" },
  ]);
  page.color.choose("loss");
  const { title, entries, scale } = legendOf(page, false);
  expect([title, entries, scale?.ends, scale?.colors.length]).toEqual([
    "Loss",
    [],
    ["0.0 nats", "2.2 nats or more"],
    64,
  ]);
});

it("names the color of samples without a value", async () => {
  const { page } = await openTiny();
  page.color.choose("first_learned");
  await when(() => page.color.shown === "first_learned");
  const { entries, scale } = legendOf(page, false);
  expect([entries, scale?.ends]).toEqual([
    [{ name: "not learned yet", color: "#8c8c8c", shape: "disc" }],
    ["epoch 0", "epoch 2"],
  ]);
});

it("explains hollow points only if some move and are hollow", async () => {
  const api = new FakeApi();
  const plain = projectionOf("fc", 15, 0.1);
  api.fetchManifest = () =>
    Promise.resolve(
      tinyManifest({
        projections: [
          { ...plain, quality: { ...plain.quality, means: { ...plain.quality.means, unsupported: [0, 0, 0.1] } } },
        ],
      }),
    );
  const [some, none] = [(await openTiny({}, api)).page, (await openTiny()).page];
  expect([legendOf(some, true).hollow !== null, legendOf(some, false).hollow, legendOf(none, true).hollow]).toEqual([
    true,
    null,
    null,
  ]);
});

it("names colors by their meaning", () => {
  expect([namesOfCodes("class", ["cat"]), namesOfCodes("correct", ["cat"]), namesOfCodes("loss", ["cat"])]).toEqual([
    ["cat"],
    ["misclassified", "correct"],
    [],
  ]);
});

it("writes a poster’s epoch with the accuracy of what was not learned from, and all epochs’ for its curve", async () => {
  const { page } = await openTiny();
  const { curve, ...text } = posterTextAt(page, 2);
  expect(text).toEqual({
    title: "ResNet-50 on tiny",
    headline: "Epoch 2 · 50%",
    details: ["test accuracy", "fc", "12 samples"],
    at: 1,
  });
  // The network had no metrics after its second epoch.
  expect(curve.map(({ share }) => share)).toEqual([0, 1]);
  expect(curve.at(-1)?.accuracy).toBe(0.5);
});

it("writes a poster without accuracy where the run has none", async () => {
  const api = new FakeApi();
  api.fetchMetrics = () => Promise.resolve({ metrics: [] });
  const { page } = await openTiny({}, api);
  page.color.choose("loss");
  expect(posterTextAt(page, 1)).toMatchObject({
    headline: "Epoch 1",
    details: ["fc", "12 samples", "color: loss"],
    curve: [],
    at: -1,
  });
});
