import { when } from "mobx";
import { expect, it } from "vitest";
import { ApiError } from "../api/ApiError.ts";
import { FakeApi, isPosition, projectionOf, summaryOf, tinyManifest } from "../api/fakeApi.ts";
import { ConfusionStore } from "../tools/confusion/ConfusionStore.ts";
import { formatAddress, NOWHERE, parseAddress } from "./address.ts";
import { makeShell, openShell } from "./testing.tsx";

it("opens the first run that has a projection when none is requested", async () => {
  const api = new FakeApi();
  api.runs = [summaryOf("torn", { problem: "broken" }), summaryOf("bare", { projections: 0 }), summaryOf("whole")];
  const { page, shell } = makeShell(api);
  await shell.openAddress(NOWHERE);
  expect(page.run.manifest?.name).toBe("whole");
});

it("returns to the place that an address names", async () => {
  const hash = "#/run/tiny?v=1&layer=stem&n=5&d=0&epoch=1&hidden=2";
  const { shell } = await openShell({ layer: "stem", nNeighbors: 5, minDist: 0, epoch: 1, hidden: [2] });
  expect(shell.address && formatAddress(shell.address)).toBe(hash);
});

it("names the method in the address where it is not the default", async () => {
  const api = new FakeApi();
  api.fetchManifest = () =>
    Promise.resolve(
      tinyManifest({ projections: [projectionOf("fc", 15, 0.1), projectionOf("fc", 15, 0.1, { method: "stock" })] }),
    );
  const { page, shell } = await openShell({ method: "stock", epoch: 1 }, api);
  expect(shell.address && formatAddress(shell.address)).toBe("#/run/tiny?v=1&layer=fc&method=stock&n=15&d=0.1&epoch=1");
  expect(api.asked.filter(isPosition)).toEqual([
    "projections/fc/stock-n15-d0.1/1.bin",
    "projections/fc/stock-n15-d0.1/pack.bin",
  ]);
  page.projection.showMethod("aligned");
  expect(shell.address && formatAddress(shell.address)).toBe("#/run/tiny?v=1&layer=fc&n=15&d=0.1&epoch=1");
});

it("comes back to everything that a link can carry", async () => {
  const hash =
    "#/run/tiny?v=1&layer=fc&n=15&d=0.1&epoch=1&only=1&colors=1:ff0000&color=loss&centers=1&samples=8&selected=0,1,5&size=1.5&view=0.25,-0.5,3";
  const { page, shell } = await openShell();
  await shell.openAddress(parseAddress(hash));
  expect(shell.address && formatAddress(shell.address)).toBe(hash);
  expect([
    page.classes.colorOf(1),
    page.color.coloring,
    page.trails.centers,
    page.subset.size,
    [...page.selection.samples],
    page.view.pointSize,
  ]).toEqual(["#ff0000", "loss", true, 8, [0, 1, 5], 1.5]);
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
  const { shell } = await openShell(parseAddress(hash));
  expect(shell.address && formatAddress(shell.address)).toBe(hash);
  await shell.openAddress({ ...NOWHERE, run: "tiny", epoch: 1 });
  expect(shell.address && formatAddress(shell.address)).toBe("#/run/tiny?v=1&layer=fc&n=15&d=0.1&epoch=1");
});

it("writes only available choices of the list and the open tool that differ from the default", async () => {
  const { page, shell } = await openShell(
    parseAddress(
      "#/run/tiny?epoch=1&sort=height&largest=yes&tool=confusion&split=neither&confusion=matrix&normalization=rows&order=up",
    ),
  );
  expect(shell.address && formatAddress(shell.address)).toBe(
    "#/run/tiny?v=1&layer=fc&n=15&d=0.1&epoch=1&tool=confusion",
  );
  shell.tools.storeOf(ConfusionStore).countSplit("test");
  expect(shell.address?.tools.get("split")).toBe("test");
  page.workspace.toggle("find");
  expect([...(shell.address?.tools ?? [])]).toEqual([["tool", "find"]]);
});

it("comes back to a query, without what means nothing in this run", async () => {
  const hash = "#/run/tiny?v=1&layer=fc&n=15&d=0.1&epoch=1&where=wrong,not:split:1";
  const { shell, page } = await openShell();
  await shell.openAddress(parseAddress(hash.replace("wrong", "wrong,label:7,nonsense")));
  expect(shell.address && formatAddress(shell.address)).toBe(hash);
  expect([...(page.drawing.found ?? [])]).toEqual([0, 2, 4, 10]);
  await shell.openAddress({ ...NOWHERE, run: "tiny", epoch: 1 });
  expect(page.query.empty).toBe(true);
});

it("leaves a selection out of the address that is too large for one", async () => {
  const { page, shell } = await openShell();
  page.selection.pick(Array.from({ length: 3000 }, (_, place) => 2 * place));
  expect([shell.address?.selected, page.place.selectionText]).toEqual([null, null]);
});

it("names the visible classes where those are fewer", async () => {
  const { page, shell } = await openShell();
  page.classes.isolateClass(1);
  expect(shell.address).toMatchObject({ hidden: [], only: [1] });
});

it("changes the address within a run without requesting the run again", async () => {
  const { page, shell, api } = await openShell();
  api.fetchManifest = () => Promise.reject(new Error("asked again"));
  await shell.openAddress({ ...NOWHERE, run: "tiny", layer: "stem", epoch: 0, only: [0] });
  expect([page.projection.layer, page.timeline.epoch, [...page.classes.hidden]]).toEqual(["stem", 0, [1, 2]]);
});

it("shows all samples and classes of another run", async () => {
  const api = new FakeApi();
  api.runs = [summaryOf("tiny"), summaryOf("other")];
  const { page, shell } = await openShell({ hidden: [0] }, api);
  page.subset.showSamples(3);
  await shell.showRun("other");
  expect([page.run.name, page.subset.size, page.classes.hidden.size]).toEqual(["other", 12, 0]);
});

it("tries the failed request again", async () => {
  const api = new FakeApi();
  const works = api.fetchRuns;
  api.fetchRuns = () => Promise.reject(new ApiError("network", "The server does not answer."));
  const { page, shell } = makeShell(api);
  await shell.openAddress({ ...NOWHERE, run: "tiny" });
  expect(page.stage.message).toMatchObject({ state: "failed", text: "The server does not answer.", action: "retry" });
  api.fetchRuns = works;
  await page.retry();
  expect(page.run.manifest?.name).toBe("tiny");
});

it("keeps the run requested last, even when it answers first", async () => {
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
  const { page, shell } = makeShell(api);
  const slow = shell.showRun("slow");
  await Promise.resolve();
  await shell.showRun("fast");
  answerSlow();
  await slow;
  expect([page.run.name, page.run.manifest?.name]).toEqual(["fast", "fast"]);
});

it("takes no numbers of one run for those of the next", async () => {
  const api = new FakeApi();
  api.runs = [summaryOf("tiny"), summaryOf("other")];
  const { page, shell } = await openShell({}, api);
  page.dynamics.want();
  await when(() => page.dynamics.dynamics !== null && page.dynamics.motion !== null);
  api.fetchPredictions = () => new Promise(() => undefined);
  await shell.showRun("other");
  expect(page.run.manifest?.name).toBe("other");
  expect([page.predictions.predictions, page.predictions.predictedAt(0)]).toEqual([null, null]);
});
