import { when } from "mobx";
import { expect, it } from "vitest";
import { FakeApi, projectionOf, tinyManifest } from "../api/fakeApi.ts";
import { SAMPLE_MEASURES } from "../numbers/measures.ts";
import { openTiny } from "./testing.ts";

/** The tiny run with everything that can be known of its samples. */
async function openWhole() {
  const { page } = await openTiny();
  page.measures.want("forgotten");
  await when(() => page.dynamics.dynamics !== null && page.dynamics.motion !== null);
  return page.measures;
}

it("gives every value in its own unit", async () => {
  const measures = await openWhole();
  const first = SAMPLE_MEASURES.map((measure) => [measure, measures.valuesAt(measure, 2)?.[6]]);
  const shares = { label_confidence: Math.round(65535 / 2) / 65535, variability: Math.round(65535 / 4) / 65535 };
  expect(Object.fromEntries(first)).toEqual({
    confidence: Math.fround(0.8),
    loss: 1,
    margin: 0,
    label_confidence: Math.fround(shares.label_confidence),
    variability: Math.fround(shares.variability),
    correctness: Math.fround(120 / 255),
    forgotten: 6,
    first_learned: 2,
    area_under_margin: 0,
    layer_motion: 1,
    trustworthiness: Math.fround(135 / 255),
  });
});

it("counts only what happened up to the epoch", async () => {
  const measures = await openWhole();
  const at = (epoch: number) => [
    measures.valuesAt("first_learned", epoch)?.[3],
    measures.valuesAt("forgotten", epoch)?.[3],
    measures.valuesAt("layer_motion", epoch)?.[3],
  ];
  expect([at(0), at(1), at(2)]).toEqual([
    [NaN, 0, 0],
    [NaN, 0, 0.5],
    [2, 3, 1],
  ]);
  expect(measures.valuesAt("first_learned", 2)?.[11]).toBeNaN();
});

it("has nothing to say of an epoch that is not there, nor before its numbers are here", async () => {
  const measures = await openWhole();
  expect([measures.valuesAt("loss", 7), measures.valuesAt("loss", null)]).toEqual([null, null]);
  const { page } = await openTiny();
  expect([page.measures.valuesAt("forgotten", 1), page.measures.scaleOf("forgotten")]).toEqual([null, null]);
  expect(page.measures.available).toContain("forgotten");
  expect(page.measures.loaded).not.toContain("forgotten");
});

it("offers what the run and the layer have", async () => {
  expect((await openTiny()).page.measures.available).toEqual(SAMPLE_MEASURES);
  const api = new FakeApi();
  api.fetchManifest = () =>
    Promise.resolve(
      tinyManifest({ dynamics: null, neighbors: [], projections: [{ ...projectionOf("fc", 15, 0.1), quality: null }] }),
    );
  expect((await openTiny({}, api)).page.measures.available).toEqual(["confidence", "loss", "margin"]);
});

it("takes no numbers that do not fit the run", async () => {
  const api = new FakeApi();
  const { fetchPredictions } = api;
  api.fetchPredictions = async () => ({ ...(await fetchPredictions()), margin: new Float32Array(24) });
  expect((await openTiny({}, api)).page.measures.valuesAt("margin", 1)).toBeNull();
});
