import { when } from "mobx";
import { expect, it, vi } from "vitest";
import { ApiError } from "../../api/ApiError.ts";
import { FakeApi, tinyManifest } from "../../api/fakeApi.ts";
import type { Page } from "../../page/Page.ts";
import { openTool } from "../testing.tsx";
import { sample as tool } from "./index.ts";
import { SampleTool } from "./SampleTool.ts";

/** Return a fake API that records which blocks are requested. */
function recordingApi(): { api: FakeApi; requested: string[] } {
  const [api, requested] = [new FakeApi(), [] as string[]];
  const { fetchProbabilities, fetchNeighborhoods, fetchSources } = api;
  api.fetchProbabilities = (manifest, blocks, block) => {
    requested.push(`probabilities ${block}`);
    return fetchProbabilities(manifest, blocks, block);
  };
  api.fetchNeighborhoods = (manifest, blocks, block) => {
    requested.push(blocks.block_path.replace(/neighborhoods\/(.*)\/\{block\}\.bin/, `$1 ${block}`));
    return fetchNeighborhoods(manifest, blocks, block);
  };
  api.fetchSources = () => {
    requested.push("sources");
    return fetchSources();
  };
  return { api, requested };
}

const loaded = ({ blocks, dynamics, sources }: Page) =>
  when(() => blocks.status === "idle" && sources.status === "idle" && dynamics.status === "idle");

async function openSample(sample: number, api = new FakeApi()) {
  const opened = await openTool(tool, SampleTool, { epoch: 2 }, api);
  opened.page.inspected.open(sample);
  await loaded(opened.page);
  return opened;
}

it("requests the probabilities, the neighbors in the layer on screen and then those in the others, once per block", async () => {
  const { api, requested } = recordingApi();
  const { page } = await openTool(tool, SampleTool, { layer: "stem" }, api);
  expect(requested).toEqual([]);
  page.inspected.open(3);
  await loaded(page);
  expect(requested).toEqual(["sources", "probabilities 0", "stem 0", "fc 0"]);
  for (const sample of [5, 9, 3]) {
    page.inspected.open(sample);
    await loaded(page);
  }
  expect(requested.slice(4)).toEqual(["probabilities 1", "stem 1", "fc 1"]);
});

it("reads the manifest again where neighbors do not belong to it, and loads those that do", async () => {
  const api = new FakeApi();
  const { fetchBlock } = api;
  const { page, store } = await openTool(tool, SampleTool, { epoch: 2 }, api);
  const { neighbors, ...manifest } = tinyManifest({ revision: 2 });
  const now = neighbors.map((set) => ({ ...set, neighborhoods: { ...set.neighborhoods, identity: "second" } }));
  api.fetchManifest = () => Promise.resolve({ ...manifest, neighbors: now });
  api.fetchBlock = (run, blocks, block) =>
    blocks.block_path.startsWith("neighborhoods") && blocks.identity !== "second"
      ? Promise.reject(new ApiError("outdated", "The run has changed."))
      : fetchBlock.call(api, run, blocks, block);
  page.inspected.open(4);
  await when(() => store.neighborhood.neighbors !== null);
  expect(page.run.manifest?.revision).toBe(2);
  expect(page.blocks.problem).toBeNull();
});

it("requests nothing while the epochs change", async () => {
  const { api, requested } = recordingApi();
  const { page, store } = await openSample(4, api);
  const before = requested.length;
  const seen = [0, 1, 2].map((epoch) => {
    page.timeline.showEpoch(epoch);
    return [store.sample.card?.predictedName, store.neighborhood.neighbors?.map(({ sample }) => sample).join()];
  });
  expect(seen).toEqual([
    ["cat", "5,6"],
    ["dog", "5,6"],
    ["cat", "6,7"],
  ]);
  expect(requested.length).toBe(before);
});

it("requests nothing while the tool is closed", async () => {
  const { api, requested } = recordingApi();
  const { page } = await openTool(tool, SampleTool, {}, api);
  page.selection.pick([3]);
  page.inspected.show(4);
  expect(requested).toEqual([]);
});

it("shows the sample requested last, even when the previous one is answered later", async () => {
  const api = new FakeApi();
  const answer = api.fetchProbabilities;
  let answerSlow: () => void = () => undefined;
  api.fetchProbabilities = (...requested) =>
    requested[2] === 0
      ? new Promise((resolve) => {
          answerSlow = () => {
            resolve(answer(...requested));
          };
        })
      : answer(...requested);
  const { page, store } = await openTool(tool, SampleTool, { epoch: 2 }, api);
  page.inspected.open(0);
  page.inspected.open(9);
  await loaded(page);
  answerSlow();
  await Promise.resolve();
  expect([page.inspected.number, store.sampleHistory.curve?.rivalClass]).toEqual([9, Uint16Array.of(2, 0, 2)]);
  page.inspected.open(0);
  expect([page.blocks.status, store.sampleHistory.curve]).toEqual(["loading", null]);
});

it("says what failed, keeps what was loaded before, and tries again", async () => {
  const api = new FakeApi();
  const { fetchNeighborhoods } = api;
  api.fetchNeighborhoods = () => Promise.reject(new ApiError("network", "The server does not answer."));
  const { page, store } = await openTool(tool, SampleTool, { epoch: 2 }, api);
  page.inspected.open(4);
  await when(() => page.blocks.status === "failed");
  expect([page.blocks.problem?.message, store.sampleHistory.top?.length, store.neighborhood.neighbors]).toEqual([
    "The server does not answer.",
    3,
    null,
  ]);
  api.fetchNeighborhoods = fetchNeighborhoods;
  store.load();
  await loaded(page);
  expect([page.blocks.problem, store.neighborhood.neighbors?.length]).toEqual([null, 2]);
});

it("retries sources and training dynamics too", async () => {
  const api = new FakeApi();
  const { fetchDynamics, fetchSources } = api;
  api.fetchSources = () => Promise.reject(new Error("no sources"));
  api.fetchDynamics = () => Promise.reject(new Error("no dynamics"));
  const { page, store } = await openTool(tool, SampleTool, { epoch: 2 }, api);
  page.inspected.open(4);
  await when(
    () => page.sources.status === "failed" && page.dynamics.status === "failed" && page.blocks.status === "idle",
  );
  Object.assign(api, { fetchDynamics, fetchSources });
  store.load();
  await loaded(page);
  expect([page.sources.of("tiny", 4), page.sources.of("other", 4), store.sampleHistory.learned?.length]).toEqual([
    "tiny:4",
    null,
    5,
  ]);
});

it("drops the blocks that were needed longest ago", async () => {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest({ sample_count: 160 }));
  api.fetchSamples = () => Promise.resolve({ label: new Uint8Array(160), split: new Uint8Array(160) });
  const { page } = await openTool(tool, SampleTool, {}, api);
  const requested = vi.fn(api.fetchProbabilities);
  api.fetchProbabilities = requested;
  // Three blocks each, of which 32 are kept.
  for (let sample = 0; sample < 96; sample += 8) {
    page.inspected.open(sample);
    await loaded(page);
  }
  expect(requested).toHaveBeenCalledTimes(12);
  for (const sample of [88, 16]) {
    page.inspected.open(sample);
    await loaded(page);
  }
  expect(requested).toHaveBeenCalledTimes(12);
  page.inspected.open(0);
  await loaded(page);
  expect(requested).toHaveBeenCalledTimes(13);
});

it("follows a selection of a single sample, and ignores others", async () => {
  const { page } = await openSample(4);
  page.selection.pick([7]);
  expect(page.inspected.number).toBe(7);
  page.selection.pick([7, 8]);
  page.selection.clear();
  expect(page.inspected.number).toBe(7);
  page.inspected.open(2);
  expect([page.inspected.number, [...page.selection.samples]]).toEqual([2, []]);
});

it("cannot be opened in a run without predictions", async () => {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest({ predictions: null }));
  expect((await openTool(tool, SampleTool, {}, api)).page.inspected.canOpen).toBe(false);
});

it("shows the label's curve, its rival and the flips of the sample", async () => {
  const { sampleHistory } = (await openSample(0)).store;
  expect(sampleHistory.flips).toEqual([
    { epoch: 1, right: false, predicted: 1 },
    { epoch: 2, right: true, predicted: 0 },
  ]);
  expect(sampleHistory.flipText).toBe("correct by chance at epoch 0, learned at epoch 2 and correct since");
  expect(sampleHistory.readingAt(1)).toEqual({ epoch: 1, label: 0, rival: 1, rivalName: "dog" });
  expect(sampleHistory.readingAt(3)).toBeNull();
  expect(sampleHistory.top?.map(({ name, isLabel, rank }) => [name, isLabel, rank])).toEqual([
    ["cat", true, 1],
    ["frog", false, 2],
    ["dog", false, 3],
  ]);
});

it("shows how the sample was learned up to the epoch shown", async () => {
  const { page, store } = await openSample(6);
  const learned = () =>
    Object.fromEntries((store.sampleHistory.learned ?? []).map(({ measure, value }) => [measure, value]));
  expect(learned()).toEqual({
    first_learned: 2,
    forgotten: 6,
    label_confidence: expect.closeTo(0.5, 4) as number,
    variability: expect.closeTo(0.25, 4) as number,
    area_under_margin: 0,
  });
  page.timeline.showEpoch(1);
  expect(learned()).toMatchObject({ first_learned: NaN, forgotten: 0 });
});

it("lists the neighbors at the epoch shown, the new and the former ones", async () => {
  const {
    page: { timeline },
    store: { neighborhood },
  } = await openSample(4);
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

it("counts the neighbors with the sample's label in every layer that has neighbors", async () => {
  const {
    page: { timeline },
    store: { neighborhood },
  } = await openSample(4);
  expect(neighborhood.layers).toEqual([
    { layer: "stem", agreement: { same: 0, of: 2 } },
    { layer: "fc", agreement: { same: 0, of: 2 } },
  ]);
  timeline.showEpoch(1);
  expect(neighborhood.layers[1]).toEqual({ layer: "fc", agreement: { same: 1, of: 2 } });
});

it("has no neighbors if the run stores none, and still shows the rest", async () => {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest({ neighbors: [] }));
  const { neighborhood, sampleHistory } = (await openSample(4, api)).store;
  expect([neighborhood.neighborSet, neighborhood.neighbors, neighborhood.layers, sampleHistory.top?.length]).toEqual([
    null,
    null,
    [],
    3,
  ]);
});
