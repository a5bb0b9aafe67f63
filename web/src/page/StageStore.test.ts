import { when } from "mobx";
import { expect, it } from "vitest";
import { ApiError } from "../api/ApiError.ts";
import { FakeApi, tinyManifest } from "../api/fakeApi.ts";
import { NOWHERE } from "./location.ts";
import { makePage, openTiny } from "./testing.ts";

async function messageFor(run: string | null, api = new FakeApi()) {
  const { page } = makePage(api);
  await page.open({ ...NOWHERE, run });
  return page.stage.message;
}

it("is loading until the runs are listed", () => {
  expect(makePage().page.stage.message).toMatchObject({ state: "loading", title: "Loading the list of runs" });
});

it("names the command that makes a run where there is none", async () => {
  const api = new FakeApi();
  api.runs = [];
  expect(await messageFor(null, api)).toMatchObject({
    state: "empty",
    title: "No runs yet",
    command: "epochscope demo",
  });
});

it("names a run that does not exist and offers those that do", async () => {
  expect(await messageFor("tpyo")).toMatchObject({
    state: "failed",
    title: "There is no run “tpyo”",
    offersRuns: true,
  });
});

it("shows the message of a run's problem", async () => {
  expect(await messageFor("torn")).toMatchObject({
    state: "failed",
    text: "run.json of run 'torn' cannot be read",
    command: "epochscope check torn",
    inStore: true,
  });
});

it("names the command that projects a run without projections", async () => {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest({ projections: [] }));
  expect(await messageFor("tiny", api)).toMatchObject({
    state: "empty",
    command: "epochscope project tiny",
    inStore: true,
  });
});

it.each([
  [true, "epochscope serve"],
  [false, undefined],
])("says how to start the server again where it is known to be one: %s", async (takesJobs, command) => {
  const api = new FakeApi();
  api.takesJobs = takesJobs;
  api.fetchManifest = () => Promise.reject(new ApiError("network", "The server does not answer."));
  expect((await messageFor("tiny", api))?.command).toBe(command);
});

it("says how to check a damaged run, and offers the last plot, or else the layer next to it", async () => {
  const api = new FakeApi();
  const works = api.fetchEpoch;
  const damaged = () => Promise.reject(new ApiError("server", "It is damaged.", 422, "DamagedRun"));
  api.fetchEpoch = damaged;
  const { page } = makePage(api);
  await page.open({ ...NOWHERE, run: "tiny", layer: "fc" });
  const { stage, projection, positions } = page;
  await when(() => stage.state === "failed");
  expect(stage.message).toMatchObject({
    title: "Couldn’t load the projection of fc",
    text: "It is damaged.",
    command: "epochscope check tiny",
    inStore: true,
    instead: { layer: "stem", n_neighbors: 15 },
  });
  api.fetchEpoch = works;
  projection.showNNeighbors(50);
  await when(() => positions.complete);
  api.fetchEpoch = damaged;
  projection.showNNeighbors(15);
  await when(() => stage.state === "failed");
  const { instead } = stage.message ?? {};
  expect(instead).toMatchObject({ layer: "fc", n_neighbors: 50 });
  api.fetchEpoch = works;
  if (instead !== undefined) projection.showEntry(instead);
  await when(() => positions.complete);
  expect([stage.message, projection.entry?.n_neighbors]).toEqual([null, 50]);
});

it("has no message where there is a plot", async () => {
  const { stage } = (await openTiny()).page;
  expect([stage.message, stage.state]).toEqual([null, "ready"]);
});

it("says so when every class is hidden", async () => {
  const { stage, classes } = (await openTiny()).page;
  classes.hideAll();
  expect(stage.message).toMatchObject({ state: "ready", action: "show all classes" });
});

it("says so when the browser cannot draw, and draws again on request", async () => {
  const { stage } = (await openTiny()).page;
  stage.loseGraphics("missing");
  expect(stage.message).toMatchObject({ state: "failed", action: "redraw" });
  stage.drawAgain();
  expect([stage.message, stage.attempt]).toEqual([null, 1]);
});
