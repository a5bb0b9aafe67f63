import { when } from "mobx";
import { expect, it } from "vitest";
import { ApiError } from "../api/ApiError.ts";
import { FakeApi, jobOf, projectionOf, summaryOf, tinyManifest } from "../api/fakeApi.ts";
import type { Job, Manifest } from "../api/manifest.ts";
import { NOWHERE } from "./location.ts";
import { openTiny } from "./testing.ts";

const WANTED = { layer: "fc", n_neighbors: 7, min_dist: 0.3 };

/** The tiny run at a server that takes jobs, and a requested one. */
async function begun(change: Partial<Job> = {}) {
  const api = new FakeApi();
  api.takesJobs = true;
  const { page } = await openTiny({}, api);
  await when(() => page.jobs.status === "idle");
  await page.jobs.layOut(7, 0.3);
  say(api, { step: "aligning", done: 1, total: 4, seconds: 2, ...change });
  return { page, api };
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
  const { page } = await openTiny({}, api);
  expect([page.jobs.offered, page.jobs.status]).toEqual([false, "idle"]);
});

it("asks nothing about a run that is not there", async () => {
  const api = new FakeApi();
  api.takesJobs = true;
  const { page } = await openTiny({}, api);
  let asked = 0;
  api.fetchJobs = () => {
    asked += 1;
    return Promise.resolve({ jobs: [] });
  };
  await page.open({ ...NOWHERE, run: "none" });
  expect([page.run.name, asked]).toEqual(["none", 0]);
});

it("follows the job and tells how far it is", async () => {
  const { page } = await begun();
  expect(page.jobs).toMatchObject({ offered: true, running: true, share: 0.25, secondsLeft: 6 });
});

it("does not guess from what is too little", async () => {
  const { page, api } = await begun({ done: 0.1 });
  expect(page.jobs).toMatchObject({ share: 0.025, secondsLeft: null });
  say(api, { done: 0, total: null });
  expect(page.jobs).toMatchObject({ share: null, secondsLeft: null });
});

it("keeps the plot meanwhile and shows the new one when it is done", async () => {
  const { page, api } = await begun();
  const before = page.positions.sequence;
  expect(before?.projection).toMatchObject({ n_neighbors: 15 });
  write(api);
  say(api, { state: "done", message: "laid out" });
  await when(() => page.projection.entry?.n_neighbors === 7);
  expect(page.projection.entry).toMatchObject(WANTED);
  expect([page.jobs.running, page.jobs.canShow, api.listeners]).toEqual([false, false, []]);
});

it("keeps everything else of the page", async () => {
  const { page, api } = await begun();
  page.timeline.showEpoch(1);
  page.classes.toggleClass(2);
  page.selection.pick([3, 4]);
  page.subset.showSamples(9);
  page.view.follow({ x: 0.1, y: 0.2, zoom: 3 });
  const { samples, framing } = page.run;
  const predictions = page.predictions.predictions;
  write(api);
  say(api, { state: "done" });
  await when(() => page.positions.complete && page.projection.entry?.n_neighbors === 7);
  expect([
    page.timeline.epoch,
    [...page.classes.hidden],
    [...page.selection.samples],
    page.subset.size,
    page.view.view?.zoom,
  ]).toEqual([1, [2], [3, 4], 9, 3]);
  expect(page.run.samples).toBe(samples);
  expect(page.run.framing).toBe(framing);
  expect(page.predictions.predictions).toBe(predictions);
  expect(page.run.status).toBe("idle");
});

it("does not reload what is on screen, and does not switch away from another layer", async () => {
  const { page, api } = await begun();
  page.projection.showLayer("stem");
  await when(() => page.positions.complete);
  const { sequence } = page.positions;
  write(api);
  say(api, { state: "done" });
  await when(() => page.jobs.canShow);
  expect(page.positions.sequence).toBe(sequence);
  expect(page.projection.layer).toBe("stem");
  page.jobs.show();
  expect(page.projection.entry).toMatchObject(WANTED);
  expect(page.jobs.canShow).toBe(false);
});

it("loads the predictions again where the run has gone on since", async () => {
  const { page, api } = await begun();
  const { predictions } = page.predictions;
  write(api, {
    epochs: [0, 1, 2, 3],
  });
  say(api, { state: "done" });
  await when(
    () =>
      page.predictions.status === "idle" && page.predictions.predictions !== null && page.run.manifest?.revision === 2,
  );
  await when(() => page.predictions.predictions !== predictions);
  expect(page.run.manifest?.epochs).toEqual([0, 1, 2, 3]);
});

it("shows at once what is there already, without requesting it", async () => {
  const api = new FakeApi();
  api.takesJobs = true;
  const { page } = await openTiny({}, api);
  api.requestJob = () => Promise.reject(new Error("asked"));
  await page.jobs.layOut(50, 0.5);
  expect(page.projection.entry).toMatchObject({ layer: "fc", n_neighbors: 50, min_dist: 0.5 });
  expect(page.jobs).toMatchObject({ job: null, problem: null });
});

it("requests a layout that lacks the latest epochs", async () => {
  const api = new FakeApi();
  api.takesJobs = true;
  api.fetchManifest = () =>
    Promise.resolve(
      tinyManifest({ projections: [projectionOf("fc", 15, 0.1), projectionOf("fc", 7, 0.3, { epochs: [0, 1] })] }),
    );
  const { page } = await openTiny({}, api);
  await page.jobs.layOut(7, 0.3);
  expect(page.jobs.running).toBe(true);
});

it("cancels, and hears of the end like of everything else", async () => {
  const { page, api } = await begun();
  await page.jobs.cancel();
  expect([api.asked.includes("cancel 1"), page.jobs.running]).toEqual([true, true]);
  say(api, { state: "canceled", message: "canceled" });
  expect([page.jobs.running, page.jobs.job?.state, api.listeners]).toEqual([false, "canceled", []]);
  expect(page.projection.entry).toMatchObject({ n_neighbors: 15 });
});

it("says in the server's own message why it refuses", async () => {
  const api = new FakeApi();
  api.takesJobs = true;
  const { page } = await openTiny({}, api);
  api.requestJob = () =>
    Promise.reject(
      new ApiError("server", "n_neighbors must be a whole number from 2 to 11, not 12", 400, "UnusableSetting"),
    );
  await page.jobs.layOut(12, 0.3);
  expect(page.jobs).toMatchObject({
    running: false,
    status: "failed",
    problem: { message: "n_neighbors must be a whole number from 2 to 11, not 12" },
  });
});

it("follows another page's job where the run has one already", async () => {
  const api = new FakeApi();
  api.takesJobs = true;
  const { page } = await openTiny({}, api);
  await when(() => page.jobs.status === "idle");
  api.requestJob = () => Promise.reject(new ApiError("server", "run 'tiny' is being laid out already", 409, "RunBusy"));
  api.jobs = [jobOf({ ...WANTED, n_neighbors: 9 })];
  await page.jobs.layOut(7, 0.3);
  expect(page.jobs).toMatchObject({
    running: true,
    job: { n_neighbors: 9 },
    problem: { message: "run 'tiny' is being laid out already" },
  });
});

it("requests one job, however often it is submitted", async () => {
  const { page, api } = await begun();
  api.requestJob = () => Promise.reject(new Error("asked again"));
  await page.jobs.layOut(9, 0.3);
  expect(page.jobs).toMatchObject({ running: true, problem: null, job: { n_neighbors: 7 } });
});

it("finds the running job again after a reload, and none that has ended", async () => {
  for (const state of ["running", "failed"] as const) {
    const api = new FakeApi();
    api.takesJobs = true;
    api.jobs = [jobOf(WANTED, { state })];
    const { page } = await openTiny({}, api);
    await when(() => page.jobs.status === "idle");
    expect([page.jobs.job?.n_neighbors ?? null, api.listeners.length]).toEqual(
      state === "running" ? [7, 1] : [null, 0],
    );
  }
});

it("shows that no progress arrives, and continues when it does", async () => {
  const { page, api } = await begun();
  api.listeners[0]?.onBreak(false);
  expect(page.jobs).toMatchObject({ silent: true, running: true, problem: null });
  say(api, { done: 2, total: 4 });
  expect(page.jobs).toMatchObject({ silent: false, share: 0.5 });
});

it("gives a job up that the server no longer knows", async () => {
  const { page, api } = await begun();
  api.listeners[0]?.onBreak(true);
  expect(page.jobs).toMatchObject({ running: false, job: null, status: "failed" });
  expect(api.listeners).toEqual([]);
});

it("forgets the job with the run", async () => {
  const { page, api } = await begun();
  api.runs = [summaryOf("tiny"), summaryOf("other")];
  api.jobs = [];
  await page.runs.load();
  await page.open({ ...NOWHERE, run: "other" });
  expect(page.jobs.job).toBeNull();
  expect(api.listeners).toEqual([]);
});
