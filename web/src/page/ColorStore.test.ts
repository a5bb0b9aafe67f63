import { when } from "mobx";
import { beforeEach, expect, it } from "vitest";
import { FakeApi, projectionOf, TINY_EPOCHS, TINY_LABELS, tinyManifest } from "../api/fakeApi.ts";
import type { Manifest } from "../api/manifest.ts";
import { COLORINGS } from "../numbers/measures.ts";
import type { Coloring } from "../numbers/measures.ts";
import { NO_VALUE, UNSUPPORTED, WRONG } from "../numbers/paint.ts";
import type { Page } from "./Page.ts";
import { openTiny } from "./testing.ts";

/** Those of a run with labels. */
const OFFERED = COLORINGS.filter((coloring) => coloring !== "none");
let page: Page;
beforeEach(async () => {
  ({ page } = await openTiny());
});

const codes = () => [...(page.color.paint?.codes ?? [])];
const marked = (mark: number) =>
  [...(page.color.paint?.marks ?? [])].flatMap((marks, i) => ((marks & mark) === 0 ? [] : [i]));

async function openManifest(change: Partial<Manifest>): Promise<void> {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest(change));
  ({ page } = await openTiny({}, api));
}

async function colorBy(coloring: Coloring): Promise<void> {
  page.color.choose(coloring);
  await when(() => page.color.shown === coloring);
}

it("colors by class at first: one number per sample for all epochs", () => {
  expect(page.color.coloring).toBe("class");
  expect(codes()).toEqual([...TINY_LABELS]);
  expect([...(page.color.paint?.colors ?? [])].slice(0, 4)).toEqual([230, 159, 0, 255]);
});

it("colors by the class predicted at each epoch", async () => {
  await colorBy("predicted");
  expect(codes().slice(0, 12)).toEqual([...TINY_LABELS]);
  expect(codes().slice(12, 24)).toEqual(new Array(12).fill(1));
});

it("distinguishes correct from misclassified by color and by a mark", async () => {
  await colorBy("correct");
  const wrong = [12, 13, 14, 15, 16, 17, 22, 23];
  expect(codes().flatMap((right, i) => (right === 0 ? [i] : []))).toEqual(wrong);
  expect(marked(WRONG)).toEqual(wrong);
  page.color.choose("class");
  expect(marked(WRONG)).toEqual([]);
});

it("ranks misclassified samples above correct ones, and no class above another", async () => {
  expect(new Set(page.color.paint?.ranks)).toEqual(new Set([0]));
  await colorBy("correct");
  const [misclassified, correct, unknown] = page.color.paint?.ranks ?? [];
  expect([misclassified, correct, unknown]).toEqual([2, 1, 0]);
});

it("lets the unusual end of a measure stand out", async () => {
  await colorBy("loss");
  expect(page.color.emphasis).toBe("high");
  await colorBy("confidence");
  expect(page.color.emphasis).toBe("low");
});

it("colors by confidence as the server sends it", async () => {
  await colorBy("confidence");
  expect(codes()).toEqual(new Array(36).fill(204));
  expect(page.color.scale).toEqual({ least: 0, most: 1, opens: "nowhere" });
});

it("colors by loss, up to twice that of random guessing", async () => {
  await colorBy("loss");
  const most = 2 * Math.log(3);
  expect(page.color.scale).toEqual({ least: 0, most, opens: "above" });
  expect(codes()[0]).toBe(Math.round(255 / most));
});

it("clamps a loss beyond the scale to its end", async () => {
  const api = new FakeApi();
  const { fetchPredictions } = api;
  api.fetchPredictions = async () => ({ ...(await fetchPredictions()), loss: new Uint16Array(36).fill(65535) });
  ({ page } = await openTiny({}, api));
  await colorBy("loss");
  expect(codes()[0]).toBe(255);
});

it("colors by a sample's own trustworthiness, from what random positions reach", async () => {
  await colorBy("trustworthiness");
  // 1, 235/255, and 55/255, which is below one half.
  expect([codes()[0], codes()[1], codes()[10]]).toEqual([255, 215, 0]);
});

it("marks steps that the layer does not explain, whatever the coloring", async () => {
  for (const coloring of OFFERED) {
    await colorBy(coloring);
    expect(marked(UNSUPPORTED)).toEqual([27]);
  }
});

it("takes the rows of the epochs that the projection has", async () => {
  await openManifest({ projections: [projectionOf("fc", 15, 0.1, { epochs: [1] })] });
  await colorBy("predicted");
  expect(codes()).toEqual(new Array(12).fill(1));
});

it("offers what the run has: only classes without predictions and measures", async () => {
  expect(page.color.colorings).toEqual(OFFERED);
  await openManifest({
    predictions: null,
    dynamics: null,
    neighbors: [],
    projections: [{ ...projectionOf("fc", 15, 0.1), quality: null }],
  });
  expect(page.color.colorings).toEqual(["class"]);
  page.color.choose("loss");
  expect(page.color.coloring).toBe("class");
});

it("paints samples without a value in a color of their own, once the values are loaded", async () => {
  page.color.choose("first_learned");
  expect([page.color.shown, page.color.scale]).toEqual(["class", null]);
  await colorBy("first_learned");
  expect(page.color.scale).toEqual({ least: 0, most: 2, opens: "nowhere" });
  // Learned at epoch 2, except the last two.
  expect(codes()).toEqual(
    TINY_EPOCHS.flatMap((epoch) =>
      Array.from(TINY_LABELS, (_, sample) => (epoch === 2 && sample < 10 ? 255 : NO_VALUE)),
    ),
  );
  expect([...(page.color.paint?.colors ?? [])].slice(4 * NO_VALUE)).toEqual([140, 140, 140, 255]);
});

it("colors by the motion in the layer on screen", async () => {
  await colorBy("layer_motion");
  expect(page.color.scale).toEqual({ least: 0, most: 1, opens: "above" });
  expect([codes()[0], codes()[12], codes()[24]]).toEqual([0, 128, 255]);
});
