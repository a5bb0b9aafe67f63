import { when } from "mobx";
import { expect, it, vi } from "vitest";
import { ApiError } from "../../api/ApiError.ts";
import { FakeApi, tinyManifest } from "../../api/fakeApi.ts";
import { formatAddress, NOWHERE, parseAddress } from "../../app/address.ts";
import type { AppStore } from "../../app/Shell.ts";
import { openTiny } from "../../page/testing.ts";

/** Fake: an api that writes down which blocks are asked for. */
function listeningApi(): { api: FakeApi; asked: string[] } {
  const [api, asked] = [new FakeApi(), [] as string[]];
  const { fetchProbabilities, fetchNeighborhoods, fetchSources } = api;
  api.fetchProbabilities = (manifest, blocks, block) => {
    asked.push(`probabilities ${block}`);
    return fetchProbabilities(manifest, blocks, block);
  };
  api.fetchNeighborhoods = (manifest, blocks, block) => {
    asked.push(`${blocks.layer} ${block}`);
    return fetchNeighborhoods(manifest, blocks, block);
  };
  api.fetchSources = () => {
    asked.push("sources");
    return fetchSources();
  };
  return { api, asked };
}

const loaded = (app: AppStore) =>
  when(() => app.blocks.status === "idle" && app.sources.status === "idle" && app.dynamics.status === "idle");

async function openSample(sample: number, api = new FakeApi()): Promise<AppStore> {
  const { app } = await openTiny({ epoch: 2 }, api);
  app.sample.open(sample);
  await loaded(app);
  return app;
}

it("asks for what the network said, the neighbors in the layer on screen and then those in the others, once a block", async () => {
  const { api, asked } = listeningApi();
  const { app } = await openTiny({ layer: "stem" }, api);
  expect(asked).toEqual([]);
  app.sample.open(3);
  await loaded(app);
  expect(asked).toEqual(["sources", "probabilities 0", "stem 0", "fc 0"]);
  for (const sample of [5, 9, 3]) {
    app.sample.open(sample);
    await loaded(app);
  }
  expect(asked.slice(4)).toEqual(["probabilities 1", "stem 1", "fc 1"]);
});

it("asks for nothing while the epochs change", async () => {
  const { api, asked } = listeningApi();
  const app = await openSample(4, api);
  const before = asked.length;
  const seen = [0, 1, 2].map((epoch) => {
    app.timeline.showEpoch(epoch);
    return [app.sample.card?.predictedName, app.neighborhood.neighbors?.map(({ sample }) => sample).join()];
  });
  expect(seen).toEqual([
    ["cat", "5,6"],
    ["dog", "5,6"],
    ["cat", "6,7"],
  ]);
  expect(asked.length).toBe(before);
});

it("asks for nothing while the tool is closed", async () => {
  const { api, asked } = listeningApi();
  const { app } = await openTiny({}, api);
  app.selection.pick([3]);
  app.sample.show(4);
  expect(asked).toEqual([]);
});

it("tells of the sample asked for last, even when the one before is answered later", async () => {
  const api = new FakeApi();
  const answer = api.fetchProbabilities;
  let answerSlow: () => void = () => undefined;
  api.fetchProbabilities = (...asked) =>
    asked[2] === 0
      ? new Promise((resolve) => {
          answerSlow = () => {
            resolve(answer(...asked));
          };
        })
      : answer(...asked);
  const { app } = await openTiny({ epoch: 2 }, api);
  app.sample.open(0);
  app.sample.open(9);
  await loaded(app);
  answerSlow();
  await Promise.resolve();
  expect([app.sample.number, app.sampleHistory.curve?.rivalClass]).toEqual([9, Uint16Array.of(2, 0, 2)]);
  app.sample.open(0);
  expect([app.blocks.status, app.sampleHistory.curve]).toEqual(["loading", null]);
});

it("says what failed, keeps what had come before, and tries again", async () => {
  const api = new FakeApi();
  const { fetchNeighborhoods } = api;
  api.fetchNeighborhoods = () => Promise.reject(new ApiError("network", "The server does not answer."));
  const { app } = await openTiny({ epoch: 2 }, api);
  app.sample.open(4);
  await when(() => app.blocks.status === "failed");
  expect([app.blocks.problem?.words, app.sampleHistory.top?.length, app.neighborhood.neighbors]).toEqual([
    "The server does not answer.",
    3,
    null,
  ]);
  api.fetchNeighborhoods = fetchNeighborhoods;
  app.loadSample();
  await loaded(app);
  expect([app.blocks.problem, app.neighborhood.neighbors?.length]).toEqual([null, 2]);
});

it("tries sources and training dynamics again too", async () => {
  const api = new FakeApi();
  const { fetchDynamics, fetchSources } = api;
  api.fetchSources = () => Promise.reject(new Error("no sources"));
  api.fetchDynamics = () => Promise.reject(new Error("no dynamics"));
  const { app } = await openTiny({ epoch: 2 }, api);
  app.sample.open(4);
  await when(() => app.sources.status === "failed" && app.dynamics.status === "failed" && app.blocks.status === "idle");
  Object.assign(api, { fetchDynamics, fetchSources });
  app.loadSample();
  await loaded(app);
  expect([app.sources.of("tiny", 4), app.sources.of("other", 4), app.sampleHistory.learned?.length]).toEqual([
    "tiny:4",
    null,
    5,
  ]);
});

it("forgets the blocks that were wanted longest ago", async () => {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest({ sample_count: 160 }));
  api.fetchSamples = () => Promise.resolve({ label: new Uint8Array(160), split: new Uint8Array(160) });
  const { app } = await openTiny({}, api);
  const asked = vi.fn(api.fetchProbabilities);
  api.fetchProbabilities = asked;
  // Three blocks each, of which 32 are kept.
  for (let sample = 0; sample < 96; sample += 8) {
    app.sample.open(sample);
    await loaded(app);
  }
  expect(asked).toHaveBeenCalledTimes(12);
  for (const sample of [88, 16]) {
    app.sample.open(sample);
    await loaded(app);
  }
  expect(asked).toHaveBeenCalledTimes(12);
  app.sample.open(0);
  await loaded(app);
  expect(asked).toHaveBeenCalledTimes(13);
});

it("follows the selection where that is a single sample, and stays where it is not", async () => {
  const app = await openSample(4);
  app.selection.pick([7]);
  expect(app.sample.number).toBe(7);
  app.selection.pick([7, 8]);
  app.selection.clear();
  expect(app.sample.number).toBe(7);
  app.sample.open(2);
  expect([app.sample.number, [...app.selection.samples]]).toEqual([2, []]);
});

it("is in the address while the tool is open, and comes back beside another selection", async () => {
  const hash = "#/run/tiny?v=1&layer=fc&n=15&d=0.1&epoch=2&selected=5&tool=sample&sample=2";
  const { app } = await openTiny();
  await app.openAddress(parseAddress(hash));
  expect([app.sample.number, app.address && formatAddress(app.address)]).toEqual([2, hash]);
  app.workspace.show(null);
  expect(app.address?.sample).toBeNull();
  app.workspace.show("sample");
  expect(app.sample.number).toBe(2);
});

it.each([12, -1, 1.5])("is none where the run has no sample %d", async (sample) => {
  const { app } = await openTiny({ tool: "sample", sample });
  expect([app.sample.number, app.sample.wanted, app.neighborhood.neighbors, app.sampleHistory.top]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

it("is forgotten with the run", async () => {
  const app = await openSample(4);
  await app.openAddress({ ...NOWHERE, run: "another", tool: "sample" });
  expect(app.sample.number).toBeNull();
});

it("cannot be opened where nothing was predicted", async () => {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest({ predictions: null }));
  expect((await openTiny({}, api)).app.sample.canOpen).toBe(false);
});

it("tells the label's curve, its rival and the flips of the sample", async () => {
  const { sampleHistory } = await openSample(0);
  expect(sampleHistory.flips).toEqual([
    { epoch: 1, right: false, predicted: 1 },
    { epoch: 2, right: true, predicted: 0 },
  ]);
  expect(sampleHistory.flipWords).toBe("right by chance at epoch 0, learned at epoch 2 and right since");
  expect(sampleHistory.readingAt(1)).toEqual({ epoch: 1, label: 0, rival: 1, rivalName: "dog" });
  expect(sampleHistory.readingAt(3)).toBeNull();
  expect(sampleHistory.top?.map(({ name, isLabel, rank }) => [name, isLabel, rank])).toEqual([
    ["cat", true, 1],
    ["frog", false, 2],
    ["dog", false, 3],
  ]);
});

it("tells how training went with it up to the epoch shown", async () => {
  const app = await openSample(6);
  const told = () =>
    Object.fromEntries((app.sampleHistory.learned ?? []).map(({ measure, value }) => [measure, value]));
  expect(told()).toEqual({
    first_learned: 2,
    forgotten: 6,
    label_confidence: expect.closeTo(0.5, 4) as number,
    variability: expect.closeTo(0.25, 4) as number,
    area_under_margin: 0,
  });
  app.timeline.showEpoch(1);
  expect(told()).toMatchObject({ first_learned: NaN, forgotten: 0 });
});

it("tells the neighbors at the epoch shown, which are new, and who is gone", async () => {
  const { neighborhood, timeline } = await openSample(4);
  expect(neighborhood.neighbors).toEqual([
    { sample: 6, label: 1, labelName: "dog", same: false, isNew: false },
    { sample: 7, label: 1, labelName: "dog", same: false, isNew: true },
  ]);
  expect([neighborhood.change?.since, neighborhood.gone.map(({ sample, same }) => [sample, same])]).toEqual([
    1,
    [[5, true]],
  ]);
  timeline.showEpoch(0);
  expect([neighborhood.change, neighborhood.gone, neighborhood.same]).toEqual([null, [], 1]);
});

it("tells of every layer whose neighbors are kept how many have the sample's label", async () => {
  const { neighborhood, timeline } = await openSample(4);
  expect(neighborhood.layers).toEqual([
    { layer: "stem", agreement: { same: 0, of: 2 } },
    { layer: "fc", agreement: { same: 0, of: 2 } },
  ]);
  timeline.showEpoch(1);
  expect(neighborhood.layers[1]).toEqual({ layer: "fc", agreement: { same: 1, of: 2 } });
});

it("has no neighbors where the run keeps none, and still tells the rest", async () => {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest({ neighbors: [] }));
  const { neighborhood, sampleHistory } = await openSample(4, api);
  expect([neighborhood.kept, neighborhood.neighbors, neighborhood.layers, sampleHistory.top?.length]).toEqual([
    null,
    null,
    [],
    3,
  ]);
});
