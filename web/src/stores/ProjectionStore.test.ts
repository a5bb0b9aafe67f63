import { expect, it } from "vitest";
import { FakeApi, tinyManifest } from "../api/fakeApi.ts";
import { makePage, openTiny } from "./testing.ts";

it("begins with the last projected layer and the usual setting", async () => {
  const { projection } = (await openTiny()).app;
  expect(projection.entry).toMatchObject({ layer: "fc", n_neighbors: 15, min_dist: 0.1 });
});

it("lists the layers in the network's order and says which have no projection", async () => {
  const { projection } = (await openTiny()).app;
  expect(projection.layers.map(({ name, projected }) => [name, projected])).toEqual([["stem", true], ["layer1", false], ["fc", true]]);
});

it("shows the layer that was chosen", async () => {
  const { projection } = (await openTiny()).app;
  projection.showLayer("stem");
  expect(projection.entry).toMatchObject({ layer: "stem", n_neighbors: 15, min_dist: 0.1 });
});

it("falls back where an address asks for a layer without projection", async () => {
  const { projection } = (await openTiny({ layer: "layer1" })).app;
  expect(projection.layer).toBe("fc");
});

it("offers the settings that this layer really has", async () => {
  const { projection } = (await openTiny({ layer: "fc" })).app;
  expect(projection.nNeighborsOptions).toEqual([15, 50]);
  projection.showNNeighbors(50);
  expect(projection.minDistOptions).toEqual([{ value: 0.1, exists: false }, { value: 0.5, exists: true }]);
});

it("takes the nearest min_dist where the chosen n_neighbors lacks the present one", async () => {
  const { projection } = (await openTiny({ layer: "fc" })).app;
  projection.showNNeighbors(50);
  expect(projection.entry).toMatchObject({ n_neighbors: 50, min_dist: 0.5 });
});

it("changes min_dist alone", async () => {
  const { projection } = (await openTiny({ layer: "fc" })).app;
  projection.showMinDist(0.5);
  expect(projection.entry).toMatchObject({ n_neighbors: 15, min_dist: 0.5 });
});

it("has no entry in a run without projections", async () => {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest({ projections: [] }));
  const { app } = makePage(api);
  await app.showRun("tiny");
  expect(app.projection.entry).toBeNull();
});
