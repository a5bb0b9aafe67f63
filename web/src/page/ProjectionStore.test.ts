import { expect, it } from "vitest";
import { FakeApi, projectionOf, tinyManifest } from "../api/fakeApi.ts";
import { NOWHERE } from "./location.ts";
import { makePage, openTiny } from "./testing.ts";

it("begins with the last projected layer and the default setting", async () => {
  const { projection } = (await openTiny()).page;
  expect(projection.entry).toMatchObject({ layer: "fc", n_neighbors: 15, min_dist: 0.1 });
});

it.each([
  ["the recommended layer", "stem", "stem"],
  ["the last one where the recommended layer has no projection", "layer1", "fc"],
])("begins with %s", async (_, recommended, begun) => {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest({ recommended_layer: recommended }));
  expect((await openTiny({}, api)).page.projection.layer).toBe(begun);
  expect((await openTiny({ layer: "fc" }, api)).page.projection.layer).toBe("fc");
});

it("lists the layers in the network's order and says which have no projection", async () => {
  const { projection } = (await openTiny()).page;
  expect(projection.layers.map(({ name, projected }) => [name, projected])).toEqual([
    ["stem", true],
    ["layer1", false],
    ["fc", true],
  ]);
});

it("shows the layer that was chosen", async () => {
  const { projection } = (await openTiny()).page;
  projection.showLayer("stem");
  expect(projection.entry).toMatchObject({ layer: "stem", n_neighbors: 15, min_dist: 0.1 });
});

it("falls back where an address requests a layer without a projection", async () => {
  const { projection } = (await openTiny({ layer: "layer1" })).page;
  expect(projection.layer).toBe("fc");
});

it("offers only the settings that this layer has", async () => {
  const { projection } = (await openTiny({ layer: "fc" })).page;
  expect(projection.nNeighborsOptions).toEqual([15, 50]);
  projection.showNNeighbors(50);
  expect(projection.minDistOptions).toEqual([
    { value: 0.1, exists: false },
    { value: 0.5, exists: true },
  ]);
});

it("takes the nearest min_dist where the chosen n_neighbors lacks the current one", async () => {
  const { projection } = (await openTiny({ layer: "fc" })).page;
  projection.showNNeighbors(50);
  expect(projection.entry).toMatchObject({ n_neighbors: 50, min_dist: 0.5 });
});

it("changes min_dist alone", async () => {
  const { projection } = (await openTiny({ layer: "fc" })).page;
  projection.showMinDist(0.5);
  expect(projection.entry).toMatchObject({ n_neighbors: 15, min_dist: 0.5 });
});

/** The tiny run with the last layer projected by every method, and the first one by another. */
function apiOfManyMethods(): FakeApi {
  const api = new FakeApi();
  api.fetchManifest = () =>
    Promise.resolve(
      tinyManifest({
        projections: [
          projectionOf("stem", 15, 0.1),
          projectionOf("stem", 5, 0, { method: "umap" }),
          projectionOf("fc", 0, 0, { method: "pca" }),
          projectionOf("fc", 5, 0.1, { method: "stock" }),
          projectionOf("fc", 15, 0.1),
          projectionOf("fc", 50, 0.5),
        ],
      }),
    );
  return api;
}

it("offers only the methods that this layer has, and begins with the default one", async () => {
  const { projection } = (await openTiny({}, apiOfManyMethods())).page;
  expect([projection.methods, projection.entry?.method]).toEqual([["aligned", "stock", "pca"], "aligned"]);
  projection.showLayer("stem");
  expect(projection.methods).toEqual(["aligned", "umap"]);
});

it("offers the settings of the chosen method alone", async () => {
  const { projection } = (await openTiny({}, apiOfManyMethods())).page;
  projection.showMethod("stock");
  expect([projection.entry?.method, projection.entry?.n_neighbors, projection.nNeighborsOptions]).toEqual([
    "stock",
    5,
    [5],
  ]);
  expect(projection.minDistOptions).toEqual([{ value: 0.1, exists: true }]);
});

it("comes back from a method without values to those that were chosen", async () => {
  const { projection } = (await openTiny({}, apiOfManyMethods())).page;
  projection.showNNeighbors(50);
  projection.showMethod("pca");
  expect(projection.choiceOnScreen).toEqual({ layer: "fc", method: "pca", nNeighbors: null, minDist: null });
  projection.showMethod("aligned");
  expect(projection.choiceOnScreen).toEqual({ layer: "fc", method: null, nNeighbors: 50, minDist: 0.5 });
});

it.each(["umap", "tsne"])(
  "falls back to the default method where an address requests %s and the layer lacks it",
  async (method) => {
    const { projection } = (await openTiny({ layer: "fc", method }, apiOfManyMethods())).page;
    expect(projection.method).toBe("aligned");
  },
);

it("opens on the only method that there is", async () => {
  const api = new FakeApi();
  api.fetchManifest = () =>
    Promise.resolve(tinyManifest({ projections: [projectionOf("fc", 0, 0, { method: "pca" })] }));
  const { projection } = (await openTiny({}, api)).page;
  expect(projection.choiceOnScreen).toMatchObject({ layer: "fc", method: "pca" });
});

it("has no entry in a run without projections", async () => {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest({ projections: [] }));
  const { page } = makePage(api);
  await page.open({ ...NOWHERE, run: "tiny" });
  expect(page.projection.entry).toBeNull();
});
