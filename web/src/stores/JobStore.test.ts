import { when } from "mobx";
import { expect, it } from "vitest";
import { ApiError } from "../api/ApiError.ts";
import { FakeApi, epochFiles, jobOf, projectionOf, summaryOf, tinyManifest } from "../api/fakeApi.ts";
import type { Job, Manifest } from "../api/manifest.ts";
import { openTiny } from "./testing.ts";

const WANTED = { layer: "fc", n_neighbors: 7, min_dist: 0.3 };

/** The tiny run at a server that takes jobs, and one that has been asked for. */
async function begun(change: Partial<Job> = {}) {
  const api = new FakeApi();
  api.takesJobs = true;
  const { app } = await openTiny({}, api);
  await when(() => app.jobs.status === "idle");
  await app.jobs.layOut(7, 0.3);
  say(api, { step: "aligning", done: 1, total: 4, seconds: 2, ...change });
  return { app, api };
}

/** Fake: the server's events. */
function say(api: FakeApi, change: Partial<Job>): void {
  for (const listener of api.listeners) listener.onEvent(jobOf(WANTED, change));
}

/** Fake: the job has written its projection, so that the run is another revision. */
function write(api: FakeApi, change: Partial<Manifest> = {}): void {
  const { projections } = tinyManifest();
  api.fetchManifest = () =>
    Promise.resolve(
      tinyManifest({ revision: 2, projections: [projectionOf("fc", 7, 0.3), ...projections], ...change }),
    );
}

it("is not offered by a host that takes no jobs, and asks it nothing", async () => {
  const api = new FakeApi();
  api.fetchJobs = () => Promise.reject(new Error("asked"));
  const { app } = await openTiny({}, api);
  expect([app.jobs.offered, app.jobs.status]).toEqual([false, "idle"]);
});

it("follows the job and tells how far it is", async () => {
  const { app } = await begun();
  expect(app.jobs).toMatchObject({ offered: true, running: true, share: 0.25, secondsLeft: 6 });
});

it("does not guess from what is too little", async () => {
  const { app, api } = await begun({ done: 0.1 });
  expect(app.jobs).toMatchObject({ share: 0.025, secondsLeft: null });
  say(api, { done: 0, total: null });
  expect(app.jobs).toMatchObject({ share: null, secondsLeft: null });
});

it("keeps the picture meanwhile and shows the new one when it is done", async () => {
  const { app, api } = await begun();
  const before = app.frames.frames;
  expect(before?.projection).toMatchObject({ n_neighbors: 15 });
  write(api);
  say(api, { state: "done", message: "laid out" });
  await when(() => app.projection.entry?.n_neighbors === 7);
  expect(app.projection.entry).toMatchObject(WANTED);
  expect([app.jobs.running, app.jobs.canShow, api.listeners]).toEqual([false, false, []]);
});

it("keeps everything else of the page", async () => {
  const { app, api } = await begun();
  app.timeline.showEpoch(1);
  app.classes.toggleClass(2);
  app.selection.pick([3, 4]);
  app.subset.showSamples(9);
  app.view.see({ x: 0.1, y: 0.2, zoom: 3 });
  const { samples, framing } = app.run;
  const predictions = app.predictions.predictions;
  write(api);
  say(api, { state: "done" });
  await when(() => app.frames.complete && app.projection.entry?.n_neighbors === 7);
  expect([
    app.timeline.epoch,
    [...app.classes.hidden],
    [...app.selection.samples],
    app.subset.size,
    app.view.view?.zoom,
  ]).toEqual([1, [2], [3, 4], 9, 3]);
  expect(app.run.samples).toBe(samples);
  expect(app.run.framing).toBe(framing);
  expect(app.predictions.predictions).toBe(predictions);
  expect(app.run.status).toBe("idle");
});

it("loads nothing again of what is on screen, and does not take anybody away from another layer", async () => {
  const { app, api } = await begun();
  app.projection.showLayer("stem");
  await when(() => app.frames.complete);
  const { frames } = app.frames;
  write(api);
  say(api, { state: "done" });
  await when(() => app.jobs.canShow);
  expect(app.frames.frames).toBe(frames);
  expect(app.projection.layer).toBe("stem");
  app.jobs.show();
  expect(app.projection.entry).toMatchObject(WANTED);
  expect(app.jobs.canShow).toBe(false);
});

it("loads the predictions again where the run has gone on since", async () => {
  const { app, api } = await begun();
  const { predictions } = app.predictions;
  write(api, {
    epochs: [0, 1, 2, 3],
    predictions: {
      ...epochFiles("predictions", [0, 1, 2, 3]),
      arrays: [{ name: "margin", dtype: "float32", shape: [4, 12] }],
    },
  });
  say(api, { state: "done" });
  await when(
    () => app.predictions.status === "idle" && app.predictions.predictions !== null && app.run.manifest?.revision === 2,
  );
  await when(() => app.predictions.predictions !== predictions);
  expect(app.run.manifest?.epochs).toEqual([0, 1, 2, 3]);
});

it("shows at once what is there already, without asking for it", async () => {
  const api = new FakeApi();
  api.takesJobs = true;
  const { app } = await openTiny({}, api);
  api.askForJob = () => Promise.reject(new Error("asked"));
  await app.jobs.layOut(50, 0.5);
  expect(app.projection.entry).toMatchObject({ layer: "fc", n_neighbors: 50, min_dist: 0.5 });
  expect(app.jobs).toMatchObject({ job: null, problem: null });
});

it("asks for what is there but lacks the epochs since", async () => {
  const api = new FakeApi();
  api.takesJobs = true;
  api.fetchManifest = () =>
    Promise.resolve(
      tinyManifest({ projections: [projectionOf("fc", 15, 0.1), projectionOf("fc", 7, 0.3, { epochs: [0, 1] })] }),
    );
  const { app } = await openTiny({}, api);
  await app.jobs.layOut(7, 0.3);
  expect(app.jobs.running).toBe(true);
});

it("cancels, and hears of the end like of everything else", async () => {
  const { app, api } = await begun();
  await app.jobs.cancel();
  expect([api.asked.includes("cancel 1"), app.jobs.running]).toEqual([true, true]);
  say(api, { state: "canceled", message: "canceled" });
  expect([app.jobs.running, app.jobs.job?.state, api.listeners]).toEqual([false, "canceled", []]);
  expect(app.projection.entry).toMatchObject({ n_neighbors: 15 });
});

it("says in the server's words why it refuses", async () => {
  const api = new FakeApi();
  api.takesJobs = true;
  const { app } = await openTiny({}, api);
  api.askForJob = () =>
    Promise.reject(
      new ApiError("server", "n_neighbors must be a whole number from 2 to 11, not 12", 400, "UnusableSetting"),
    );
  await app.jobs.layOut(12, 0.3);
  expect(app.jobs).toMatchObject({
    running: false,
    status: "failed",
    problem: { words: "n_neighbors must be a whole number from 2 to 11, not 12" },
  });
});

it("follows somebody else's job where the run has one already", async () => {
  const api = new FakeApi();
  api.takesJobs = true;
  const { app } = await openTiny({}, api);
  await when(() => app.jobs.status === "idle");
  api.askForJob = () => Promise.reject(new ApiError("server", "run 'tiny' is being laid out already", 409, "RunBusy"));
  api.jobs = [jobOf({ ...WANTED, n_neighbors: 9 })];
  await app.jobs.layOut(7, 0.3);
  expect(app.jobs).toMatchObject({
    running: true,
    job: { n_neighbors: 9 },
    problem: { words: "run 'tiny' is being laid out already" },
  });
});

it("asks for one job, however often it is told to", async () => {
  const { app, api } = await begun();
  api.askForJob = () => Promise.reject(new Error("asked again"));
  await app.jobs.layOut(9, 0.3);
  expect(app.jobs).toMatchObject({ running: true, problem: null, job: { n_neighbors: 7 } });
});

it("finds the running job again after a reload, and none that has ended", async () => {
  for (const state of ["running", "failed"] as const) {
    const api = new FakeApi();
    api.takesJobs = true;
    api.jobs = [jobOf(WANTED, { state })];
    const { app } = await openTiny({}, api);
    await when(() => app.jobs.status === "idle");
    expect([app.jobs.job?.n_neighbors ?? null, api.listeners.length]).toEqual(state === "running" ? [7, 1] : [null, 0]);
  }
});

it("says that nobody tells of it just now, and goes on when somebody does", async () => {
  const { app, api } = await begun();
  api.listeners[0]?.onBreak(false);
  expect(app.jobs).toMatchObject({ silent: true, running: true, problem: null });
  say(api, { done: 2, total: 4 });
  expect(app.jobs).toMatchObject({ silent: false, share: 0.5 });
});

it("gives a job up that the server no longer knows", async () => {
  const { app, api } = await begun();
  api.listeners[0]?.onBreak(true);
  expect(app.jobs).toMatchObject({ running: false, job: null, status: "failed" });
  expect(api.listeners).toEqual([]);
});

it("forgets the job with the run", async () => {
  const { app, api } = await begun();
  api.runs = [summaryOf("tiny"), summaryOf("other")];
  api.jobs = [];
  await app.runs.load();
  await app.showRun("other");
  expect(app.jobs.job).toBeNull();
  expect(api.listeners).toEqual([]);
});
