import { autorun, when } from "mobx";
import { expect, it } from "vitest";
import { ApiError } from "../api/ApiError.ts";
import { FakeApi, projectionOf, tinyManifest } from "../api/fakeApi.ts";
import type { Manifest } from "../api/manifest.ts";
import { openTiny } from "./testing.ts";
import type { TestPage } from "./testing.ts";

const GROWN = [0, 1, 2, 3];
/** What is fetched of one epoch, with the layer "fc" on screen. */
const OF_EPOCH_3 = [
  "motion/fc/3.bin",
  "predictions/3.bin",
  "projections/fc/n15-d0.1/3.bin",
  "quality/fc/n15-d0.1/3.bin",
];

/** Fake: the run has been trained on for an epoch, which was appended to the layout on screen. */
function trainOn(api: FakeApi, change: Partial<Manifest> = {}): void {
  const [layout, appended] = [projectionOf("fc", 15, 0.1), projectionOf("fc", 15, 0.1, { epochs: GROWN })];
  const projections = [{ ...appended, joint_epochs: 3, extent: layout.extent, appended_extents: [layout.extent] }];
  api.fetchManifest = () => Promise.resolve(tinyManifest({ revision: 2, epochs: GROWN, projections, ...change }));
}

async function openAlone(place: Parameters<typeof openTiny>[0] = {}): Promise<TestPage> {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest({ projections: [projectionOf("fc", 15, 0.1)] }));
  const made = await openTiny({ epoch: 1, ...place }, api);
  await when(() => made.page.dynamics.motion !== null && made.page.quality.status === "idle");
  return made;
}

async function gain({ page, api }: TestPage): Promise<void> {
  trainOn(api);
  await page.revisit();
  await when(
    () =>
      page.positions.loadedEpochs === 4 &&
      page.predictions.epochs.length === 4 &&
      page.dynamics.motion?.epochs.length === 4 &&
      page.quality.of(page.projection.entry)?.epochs.length === 4,
  );
}

it("fetches a new epoch and nothing else", async () => {
  const made = await openAlone();
  made.api.asked = [];
  await gain(made);
  expect([...made.api.asked].sort()).toEqual(OF_EPOCH_3);
});

it("fetches the training dynamics of a new epoch once something needed them", async () => {
  const made = await openAlone({ color: "forgotten" });
  const { page, api } = made;
  await when(() => page.dynamics.dynamics !== null);
  api.asked = [];
  await gain(made);
  await when(() => page.dynamics.dynamics?.epochs.length === 4);
  expect([...api.asked].sort()).toEqual(["dynamics/3.bin", ...OF_EPOCH_3]);
});

it("has the same numbers as a page that is opened afterwards", async () => {
  const [grown, fresh] = [await openAlone(), new FakeApi()];
  await gain(grown);
  trainOn(fresh);
  const { page } = await openTiny({ epoch: 1 }, fresh);
  await when(() => page.dynamics.motion !== null && page.quality.of(page.projection.entry) !== null);
  expect(grown.page.predictions.predictions).toEqual(page.predictions.predictions);
  expect(grown.page.positions.sequence).toEqual(page.positions.sequence);
  expect(grown.page.dynamics.motion).toEqual(page.dynamics.motion);
  expect(grown.page.color.paint).toEqual(page.color.paint);
});

it("keeps everything that the user was at", async () => {
  const made = await openAlone({ where: "wrong", color: "loss", hidden: [2], centers: true });
  const { page } = made;
  page.selection.pick([3, 4]);
  page.workspace.show("find");
  page.view.follow({ x: 0.1, y: 0.2, zoom: 3 });
  const before = page.location;
  await gain(made);
  expect(page.location).toEqual(before);
  expect([page.workspace.open, [...page.drawing.selected]]).toEqual(["find", [3, 4]]);
});

it("does not take away what is on screen while a new epoch is on its way", async () => {
  const made = await openAlone({ where: "wrong", color: "loss", centers: true });
  const { page } = made;
  const gaps = new Set<string>();
  autorun(() => {
    const seen = {
      positions: page.positions.complete,
      colors: page.color.shown === "loss",
      query: page.query.matches !== null,
      prediction: page.predictions.at(1, 0) !== null,
      motion: page.measures.tableOf("layer_motion") !== null,
      quality: page.measures.tableOf("trustworthiness") !== null,
      centers: page.trails.shownCenters !== null,
      stage: page.stage.state === "ready",
    };
    for (const [name, isThere] of Object.entries(seen)) if (!isThere) gaps.add(name);
  });
  await gain(made);
  expect([...gaps]).toEqual([]);
});

it("goes on playing", async () => {
  const made = await openAlone();
  made.page.timeline.showFirst();
  made.clock.pass(2000);
  made.page.timeline.play();
  made.clock.pass(500);
  await gain(made);
  expect(made.page.timeline.playing).toBe(true);
  expect(made.page.timeline.shownPosition).toBeCloseTo(0.5);
  made.clock.pass(2500);
  expect(made.page.timeline.epoch).toBe(3);
});

it("stays at the epoch on screen, and follows the training where that is the last one by default", async () => {
  const chosen = await openAlone({ epoch: 2 });
  await gain(chosen);
  expect(chosen.page.timeline.epoch).toBe(2);
  const last = await openAlone({ epoch: null });
  await gain(last);
  expect(last.page.timeline.epoch).toBe(3);
});

it("marks a new epoch whose predictions are not here yet as unknown", async () => {
  const made = await openAlone({ color: "correct" });
  const { page, api } = made;
  const { fetchEpoch } = api;
  api.fetchEpoch = (run, file, epoch) =>
    file.epoch_path.startsWith("predictions") ? new Promise(() => undefined) : fetchEpoch(run, file, epoch);
  trainOn(api);
  await page.revisit();
  await when(() => page.positions.loadedEpochs === 4);
  const codes = page.color.paint?.codes ?? [];
  expect([codes.length, new Set(codes.slice(0, 36)), new Set(codes.slice(36))]).toEqual([
    48,
    new Set([0, 1]),
    new Set([2]),
  ]);
});

it("fetches the predictions of an epoch that no layout has yet", async () => {
  const { page, api } = await openAlone();
  api.asked = [];
  trainOn(api, { projections: [projectionOf("fc", 15, 0.1)] });
  const { sequence } = page.positions;
  await page.revisit();
  await when(() => page.predictions.epochs.length === 4 && page.dynamics.motion?.epochs.length === 4);
  expect([...api.asked].sort()).toEqual(["motion/fc/3.bin", "predictions/3.bin"]);
  expect(page.positions.sequence).toBe(sequence);
});

it("refetches a layout that was laid out again with the new epoch", async () => {
  const { page, api } = await openAlone();
  api.asked = [];
  trainOn(api, { projections: [projectionOf("fc", 15, 0.1, { epochs: GROWN })] });
  await page.revisit();
  await when(() => page.positions.loadedEpochs === 4 && page.predictions.epochs.length === 4);
  expect(api.asked).toContain("projections/fc/n15-d0.1/pack.bin");
});

it("only looks whether there is something new where there is not", async () => {
  const { page, api } = await openAlone();
  api.asked = [];
  api.fetchMetrics = () => Promise.reject(new Error("requested"));
  const { manifest } = page.run;
  await page.revisit();
  expect([api.asked, page.run.manifest]).toEqual([[], manifest]);
});

it("stays as it is where the server does not answer, and looks again the next time", async () => {
  const made = await openAlone();
  const { page, api } = made;
  api.fetchManifest = () => Promise.reject(new ApiError("network", "The server does not answer."));
  await page.revisit();
  expect([page.run.problem, page.stage.state]).toEqual([null, "ready"]);
  await gain(made);
});

it("keeps the others where the positions of a new epoch cannot be loaded, and requests them again", async () => {
  const made = await openAlone();
  const { page, api } = made;
  const { fetchEpoch } = api;
  api.fetchEpoch = () => Promise.reject(new ApiError("network", "The server does not answer."));
  trainOn(api);
  await page.revisit();
  await when(() => page.positions.status === "failed");
  expect([page.positions.complete, page.stage.state]).toEqual([true, "ready"]);
  api.fetchEpoch = fetchEpoch;
  await gain(made);
});
