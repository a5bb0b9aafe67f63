import { when } from "mobx";
import { expect, it } from "vitest";
import { FakeApi, projectionOf, summaryOf, tinyManifest } from "../../api/fakeApi.ts";
import { openTiny } from "../../page/testing.ts";
import { openTool } from "../testing.tsx";
import type { TestTool } from "../testing.tsx";
import { CompareTool } from "./CompareTool.ts";
import { compare } from "./index.ts";
import type { SecondPlace } from "./secondPlace.ts";
import { viewCaption } from "./viewCaption.ts";

const AT_FC: SecondPlace = { run: null, layer: "fc", method: null, nNeighbors: 15, minDist: 0.1, view: null };

async function openBoth(second: Partial<SecondPlace>, epoch = 2, epochs = [0, 1, 2]): Promise<TestTool<CompareTool>> {
  const api = new FakeApi();
  api.runs = [summaryOf("tiny"), summaryOf("twin")];
  api.fetchManifest = (run) =>
    Promise.resolve(
      tinyManifest(
        run === "twin" ? { name: run, projections: [projectionOf("fc", 15, 0.1, { epochs })] } : { name: run },
      ),
    );
  const place = { epoch, layer: "fc", nNeighbors: 15, minDist: 0.1 };
  const both = await openTool(compare, CompareTool, place, api);
  void both.store.second.show({ ...AT_FC, ...second });
  await when(() => both.store.second.page?.positions.complete === true);
  return both;
}

function captions({ page, store: { second } }: TestTool<CompareTool>): readonly string[][] {
  return second.page === null ? [] : [viewCaption(page, second.page), viewCaption(second.page, page)];
}

it("is only the layer if there is one view, or if the views differ in nothing else", async () => {
  const { page } = await openTiny();
  expect(viewCaption(page, null)).toEqual(["fc"]);
  expect(captions(await openBoth({ layer: "stem" }))).toEqual([["fc"], ["stem"]]);
});

it("names the setting and the run if they differ", async () => {
  expect(captions(await openBoth({ minDist: 0.5 }))).toEqual([
    ["fc", "AlignedUMAP, n_neighbors 15, min_dist 0.1"],
    ["fc", "AlignedUMAP, n_neighbors 15, min_dist 0.5"],
  ]);
});

it("says which run is whose if they differ", async () => {
  const both = await openBoth({ run: "twin" });
  expect(captions(both)).toEqual([
    ["tiny", "fc"],
    ["twin", "fc"],
  ]);
  expect([both.page.otherRun, both.store.second.page?.otherRun]).toEqual([both.store.second.page, both.page]);
  both.store.second.close();
  expect(both.page.otherRun).toBeNull();
  expect((await openBoth({ layer: "stem" })).page.otherRun).toBeNull();
});

it.each([
  [1, [0, 2], "drawn between its epochs 0 and 2"],
  [2, [0, 1], "its last epoch is 1"],
  [0, [1, 2], "its first epoch is 1"],
])("describes at epoch %j what a run with epochs %j shows", async (epoch, epochs, text) => {
  expect(captions(await openBoth({ run: "twin" }, epoch, epochs))[1]).toEqual(["twin", "fc", text]);
});
