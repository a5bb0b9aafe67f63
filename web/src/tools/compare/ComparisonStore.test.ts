import { when } from "mobx";
import { expect, it } from "vitest";
import { FakeApi, summaryOf, TINY_LABELS, tinyManifest } from "../../api/fakeApi.ts";
import { openTool } from "../testing.tsx";
import type { TestTool } from "../testing.tsx";
import { CompareTool } from "./CompareTool.ts";
import { DISAGREEMENTS } from "./ComparisonStore.ts";
import { compare as tool } from "./index.ts";

const ELSEWHERE = { run: null, layer: "stem", method: null, nNeighbors: 15, minDist: 0.1, view: null };

/** At the last epoch "tiny" is wrong about samples 0 and 8, and "twin" about 1 and 8, whose class is 1. */
function twoRuns(): FakeApi {
  const api = new FakeApi();
  api.runs = [summaryOf("tiny"), summaryOf("twin")];
  api.fetchManifest = (run) => Promise.resolve(tinyManifest({ name: run }));
  const original = api.fetchPredictions;
  api.fetchPredictions = async (run = "tiny") => {
    const predictions = await original(run);
    const last = 2 * TINY_LABELS.length;
    const wrong: [number, number][] =
      run === "tiny"
        ? [
            [0, 1],
            [8, 0],
          ]
        : [
            [1, 2],
            [8, 2],
          ];
    for (const [sample, predicted] of wrong) predictions.predicted[last + sample] = predicted;
    return predictions;
  };
  return api;
}

async function compare(run: string | null, api = new FakeApi()): Promise<TestTool<CompareTool>> {
  const opened = await openTool(tool, CompareTool, {}, api);
  const { second } = opened.store;
  opened.page.workspace.show("compare");
  void second.show({ ...ELSEWHERE, run });
  await when(
    () => second.page?.positions.complete === true && second.page.predictions.status === "idle" && second.same !== null,
  );
  return opened;
}

it("finds the samples about which two runs disagree at the end", async () => {
  const { store } = await compare("twin", twoRuns());
  await when(() => store.comparison.disagreements !== null);
  const samples = DISAGREEMENTS.map((disagreement) => [...(store.comparison.disagreements?.[disagreement] ?? [])]);
  expect(samples).toEqual([[1], [0], [8]]);
});

it("lists what each run predicts for a sample", async () => {
  const { store } = await compare("twin", twoRuns());
  await when(() => store.comparison.disagreements !== null);
  store.comparison.showDisagreement("neither");
  expect(store.comparison.listed).toEqual([{ sample: 8, label: 1, predicted: 0, secondPredicted: 2, shared: null }]);
});

it("leaves out samples that are not visible", async () => {
  const { page, store } = await compare("twin", twoRuns());
  await when(() => store.comparison.disagreements !== null);
  page.classes.toggleClass(0);
  expect([...(store.comparison.disagreements?.first ?? [])]).toEqual([]);
});

it("orders the samples of two layouts of one run by how few neighbors they share", async () => {
  const { store } = await compare(null);
  await when(() => store.comparison.meanShared !== null);
  const shared = store.comparison.listed.map((one) => one.shared ?? -1);
  expect(shared).toHaveLength(12);
  expect(shared).toEqual(shared.toSorted((a, b) => a - b));
});

it("counts again when the visible samples change", async () => {
  const { page, store } = await compare(null);
  await when(() => store.comparison.meanShared !== null);
  page.classes.toggleClass(0);
  expect(store.comparison.meanShared).toBeNull();
  await when(() => store.comparison.meanShared !== null);
  expect(store.comparison.samples).toHaveLength(6);
});
