import { when } from "mobx";
import { beforeEach, expect, it } from "vitest";
import { FakeApi, projectionOf, tinyManifest, TINY_EPOCHS, TINY_LABELS } from "../api/fakeApi.ts";
import type { Manifest } from "../api/manifest.ts";
import type { AppStore } from "./AppStore.ts";
import { COLOURINGS } from "./ColourStore.ts";
import type { Colouring } from "./ColourStore.ts";
import { NO_VALUE, UNSUPPORTED, WRONG } from "./paint.ts";
import { openTiny } from "./testing.ts";

let app: AppStore;
beforeEach(async () => { ({ app } = await openTiny()); });

const codes = () => [...(app.colour.paint?.codes ?? [])];
const marked = (mark: number) => [...(app.colour.paint?.marks ?? [])].flatMap((marks, i) => ((marks & mark) === 0 ? [] : [i]));

async function openManifest(change: Partial<Manifest>): Promise<void> {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest(change));
  ({ app } = await openTiny({}, api));
}

async function colourBy(colouring: Colouring): Promise<void> {
  app.colour.choose(colouring);
  await when(() => app.colour.shown === colouring);
}

it("colours by class to begin with: one number a sample for all epochs", () => {
  expect(app.colour.colouring).toBe("class");
  expect(codes()).toEqual([...TINY_LABELS]);
  expect([...(app.colour.paint?.colours ?? [])].slice(0, 4)).toEqual([230, 159, 0, 255]);
});

it("colours by the class predicted at each epoch", async () => {
  await colourBy("predicted");
  expect(codes().slice(0, 12)).toEqual([...TINY_LABELS]);
  expect(codes().slice(12, 24)).toEqual(new Array(12).fill(1));
});

it("tells right from wrong by colour and by a mark", async () => {
  await colourBy("correct");
  const wrong = [12, 13, 14, 15, 16, 17, 22, 23];
  expect(codes().flatMap((right, i) => (right === 0 ? [i] : []))).toEqual(wrong);
  expect(marked(WRONG)).toEqual(wrong);
  app.colour.choose("class");
  expect(marked(WRONG)).toEqual([]);
});

it("colours by confidence as it comes over the wire", async () => {
  await colourBy("confidence");
  expect(codes()).toEqual(new Array(36).fill(204));
  expect(app.colour.scale).toEqual({ least: 0, most: 1, opens: "nowhere" });
});

it("colours by loss, up to twice that of a guess", async () => {
  await colourBy("loss");
  const most = 2 * Math.log(3);
  expect(app.colour.scale).toEqual({ least: 0, most, opens: "above" });
  expect(codes()[0]).toBe(Math.round(255 / most));
});

it("keeps a loss beyond the scale at its end", async () => {
  const api = new FakeApi();
  const { fetchPredictions } = api;
  api.fetchPredictions = async () => ({ ...await fetchPredictions(), loss: new Uint16Array(36).fill(65535) });
  ({ app } = await openTiny({}, api));
  await colourBy("loss");
  expect(codes()[0]).toBe(255);
});

it("colours by a sample's own trustworthiness, from what a random picture reaches", async () => {
  await colourBy("trustworthiness");
  // 1, 235/255, and 55/255, which is below one half.
  expect([codes()[0], codes()[1], codes()[10]]).toEqual([255, 215, 0]);
});

it("marks steps that the layer does not explain, whatever the colours say", async () => {
  for (const colouring of COLOURINGS) {
    await colourBy(colouring);
    expect(marked(UNSUPPORTED)).toEqual([27]);
  }
});

it("takes the rows of the epochs that the projection has", async () => {
  await openManifest({ projections: [projectionOf("fc", 15, 0.1, { epochs: [1] })] });
  await colourBy("predicted");
  expect(codes()).toEqual(new Array(12).fill(1));
});

it("offers what the run has: classes alone where nothing was predicted and nothing measured", async () => {
  expect(app.colour.colourings).toEqual(COLOURINGS);
  await openManifest({ predictions: null, dynamics: null, neighbors: [], projections: [{ ...projectionOf("fc", 15, 0.1), quality: null }] });
  expect(app.colour.colourings).toEqual(["class"]);
  app.colour.choose("loss");
  expect(app.colour.colouring).toBe("class");
});

it("paints what has no value in a colour of its own, once its numbers are here", async () => {
  app.colour.choose("first_learned");
  expect([app.colour.shown, app.colour.scale]).toEqual(["class", null]);
  await colourBy("first_learned");
  expect(app.colour.scale).toEqual({ least: 0, most: 2, opens: "nowhere" });
  // Learned at epoch 2, but for the last two.
  expect(codes()).toEqual(TINY_EPOCHS.flatMap((epoch) => Array.from(TINY_LABELS, (_, sample) => (epoch === 2 && sample < 10 ? 255 : NO_VALUE))));
  expect([...(app.colour.paint?.colours ?? [])].slice(4 * NO_VALUE)).toEqual([140, 140, 140, 255]);
});

it("colours by the way in the layer on screen", async () => {
  await colourBy("layer_motion");
  expect(app.colour.scale).toEqual({ least: 0, most: 1, opens: "above" });
  expect([codes()[0], codes()[12], codes()[24]]).toEqual([0, 128, 255]);
});
