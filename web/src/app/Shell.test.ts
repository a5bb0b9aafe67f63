import { when } from "mobx";
import { expect, it } from "vitest";
import { ApiError } from "../api/ApiError.ts";
import { FakeApi, projectionOf, summaryOf, tinyManifest } from "../api/fakeApi.ts";
import { formatAddress, NO_CHOICES, NOWHERE, parseAddress } from "./address.ts";
import { makePage, openTiny } from "../page/testing.ts";

it("opens the first run that has a picture when none is asked for", async () => {
  const api = new FakeApi();
  api.runs = [summaryOf("torn", { problem: "broken" }), summaryOf("bare", { projections: 0 }), summaryOf("whole")];
  const { app } = makePage(api);
  await app.openAddress(NOWHERE);
  expect(app.run.manifest?.name).toBe("whole");
});

it("returns to the place that an address names", async () => {
  const hash = "#/run/tiny?v=1&layer=stem&n=5&d=0&epoch=1&hidden=2";
  const { app } = await openTiny({ layer: "stem", nNeighbors: 5, minDist: 0, epoch: 1, hidden: [2] });
  expect(app.address && formatAddress(app.address)).toBe(hash);
});

it("names the method in the address where it is not the usual one", async () => {
  const api = new FakeApi();
  api.fetchManifest = () =>
    Promise.resolve(
      tinyManifest({ projections: [projectionOf("fc", 15, 0.1), projectionOf("fc", 15, 0.1, { method: "stock" })] }),
    );
  const { app } = await openTiny({ method: "stock", epoch: 1 }, api);
  expect(app.address && formatAddress(app.address)).toBe("#/run/tiny?v=1&layer=fc&method=stock&n=15&d=0.1&epoch=1");
  expect(api.asked).toEqual(["projections/fc/stock-n15-d0.1/1.bin", "projections/fc/stock-n15-d0.1/pack.bin"]);
  app.projection.showMethod("aligned");
  expect(app.address && formatAddress(app.address)).toBe("#/run/tiny?v=1&layer=fc&n=15&d=0.1&epoch=1");
});

it("comes back to everything that a link can carry", async () => {
  const hash =
    "#/run/tiny?v=1&layer=fc&n=15&d=0.1&epoch=1&only=1&colors=1:ff0000&color=loss&centers=1&samples=8&selected=0~1.3&view=0.25,-0.5,3";
  const { app } = await openTiny();
  await app.openAddress(parseAddress(hash));
  expect(app.address && formatAddress(app.address)).toBe(hash);
  expect([
    app.classes.colorOf(1),
    app.color.coloring,
    app.trails.centers,
    app.subset.size,
    [...app.selection.samples],
  ]).toEqual(["#ff0000", "loss", true, 8, [0, 1, 5]]);
});

it.each([
  "sort=loss&largest=1",
  "sort=forgotten",
  "largest=1",
  "tool=confusion&split=test&confusion=pairs&normalization=row&order=errors",
  "tool=confusion&normalization=column&order=similarity",
  "tool=classes&split=train",
])("comes back to what was chosen in the list and in the open tool: %s", async (chosen) => {
  const hash = `#/run/tiny?v=1&layer=fc&n=15&d=0.1&epoch=1&${chosen}`;
  const { app } = await openTiny(parseAddress(hash));
  expect(app.address && formatAddress(app.address)).toBe(hash);
  await app.openAddress({ ...NOWHERE, run: "tiny", epoch: 1 });
  expect(app.address && formatAddress(app.address)).toBe("#/run/tiny?v=1&layer=fc&n=15&d=0.1&epoch=1");
});

it("says of the list and the open tool only what is not the usual, and can be had", async () => {
  const { app } = await openTiny(
    parseAddress(
      "#/run/tiny?epoch=1&sort=height&largest=yes&tool=confusion&split=neither&confusion=matrix&normalization=rows&order=up",
    ),
  );
  expect(app.address && formatAddress(app.address)).toBe("#/run/tiny?v=1&layer=fc&n=15&d=0.1&epoch=1&tool=confusion");
  app.confusion.countSplit("test");
  expect(app.address?.split).toBe("test");
  app.workspace.toggle("find");
  expect(app.address).toMatchObject(NO_CHOICES);
});

it("leaves a selection out of the address that is too large for one", async () => {
  const { app } = await openTiny();
  app.selection.forget(Array.from({ length: 3000 }, (_, place) => 2 * place));
  expect([app.address?.selected, app.selectedInShort]).toEqual([null, null]);
});

it("names the visible classes where those are fewer", async () => {
  const { app } = await openTiny();
  app.classes.isolateClass(1);
  expect(app.address).toMatchObject({ hidden: [], only: [1] });
});

it("changes the place within a run without asking for the run again", async () => {
  const { app, api } = await openTiny();
  api.fetchManifest = () => Promise.reject(new Error("asked again"));
  await app.openAddress({ ...NOWHERE, run: "tiny", layer: "stem", epoch: 0, only: [0] });
  expect([app.projection.layer, app.timeline.epoch, [...app.classes.hidden]]).toEqual(["stem", 0, [1, 2]]);
});

it("shows all samples and classes of another run", async () => {
  const api = new FakeApi();
  api.runs = [summaryOf("tiny"), summaryOf("other")];
  const { app } = await openTiny({ hidden: [0] }, api);
  app.subset.showSamples(3);
  await app.showRun("other");
  expect([app.run.name, app.subset.size, app.classes.hidden.size]).toEqual(["other", 12, 0]);
});

it("tries the failed request again", async () => {
  const api = new FakeApi();
  const works = api.fetchRuns;
  api.fetchRuns = () => Promise.reject(new ApiError("network", "The server does not answer."));
  const { app } = makePage(api);
  await app.openAddress({ ...NOWHERE, run: "tiny" });
  expect(app.stage.message).toMatchObject({ state: "failed", words: "The server does not answer.", action: "retry" });
  api.fetchRuns = works;
  await app.retry();
  expect(app.run.manifest?.name).toBe("tiny");
});

it("keeps the run asked for last, even when it answers first", async () => {
  const api = new FakeApi();
  api.runs = [summaryOf("slow"), summaryOf("fast")];
  let answerSlow: () => void = () => undefined;
  api.fetchManifest = (run) =>
    run === "slow"
      ? new Promise((resolve) => {
          answerSlow = () => {
            resolve(tinyManifest({ name: "slow" }));
          };
        })
      : Promise.resolve(tinyManifest({ name: run }));
  const { app } = makePage(api);
  const slow = app.showRun("slow");
  await Promise.resolve();
  await app.showRun("fast");
  answerSlow();
  await slow;
  expect([app.run.name, app.run.manifest?.name]).toEqual(["fast", "fast"]);
});

it("takes no numbers of one run for those of the next", async () => {
  const api = new FakeApi();
  api.runs = [summaryOf("tiny"), summaryOf("other")];
  const { app } = await openTiny({}, api);
  app.dynamics.want();
  await when(() => app.dynamics.dynamics !== null && app.dynamics.motion !== null);
  api.fetchPredictions = () => new Promise(() => undefined);
  await app.showRun("other");
  expect(app.run.manifest?.name).toBe("other");
  expect([app.predictions.predictions, app.predictions.predictedAt(0)]).toEqual([null, null]);
});
