import { when } from "mobx";
import { expect, it } from "vitest";
import { FakeApi, projectionOf, tinyManifest } from "../api/fakeApi.ts";
import type { Manifest } from "../api/manifest.ts";
import { NOWHERE } from "./location.ts";
import { makePage, openTiny } from "./testing.ts";
import type { TestPage } from "./testing.ts";

const RECORDING = { recording: true, projecting: false, planned: 20 };

async function openLive(live: Manifest["live"], change: Partial<Manifest> = {}): Promise<TestPage> {
  const api = new FakeApi();
  api.fetchManifest = () => Promise.resolve(tinyManifest({ live, ...change }));
  return openTiny({}, api);
}

/** Fake: the run has another epoch, appended to the layouts. */
function gain(api: FakeApi, live: Manifest["live"]): void {
  const epochs = [0, 1, 2, 3];
  const [layout, appended] = [projectionOf("fc", 15, 0.1), projectionOf("fc", 15, 0.1, { epochs })];
  const projections = [{ ...appended, joint_epochs: 3, extent: layout.extent, appended_extents: [layout.extent] }];
  api.fetchManifest = () => Promise.resolve(tinyManifest({ revision: 2, epochs, projections, live }));
}

it.each([
  [RECORDING, "epoch", "Training, epoch 2 of 20"],
  [{ ...RECORDING, planned: null }, "step", "Training, step 2"],
  [{ ...RECORDING, recording: false }, "epoch", "Stopped at epoch 2 of 20"],
  [{ ...RECORDING, recording: false, planned: 2 }, "epoch", undefined],
  [{ ...RECORDING, recording: false, planned: null }, "epoch", undefined],
  [null, "epoch", undefined],
] as const)("says of %j by %s: %s", async (live, unit, text) => {
  const { page } = await openLive(live, { unit });
  expect(page.live.state?.text).toBe(text);
});

it("looks again while a run is recorded to, until it has been left alone for a while", async () => {
  const { page, api } = await openLive(RECORDING);
  gain(api, { ...RECORDING, recording: false });
  await page.live.look();
  expect(page.live.state?.text).toBe("Stopped at epoch 3 of 20");
  let looks = 0;
  const { fetchManifest } = api;
  api.fetchManifest = () => {
    looks += 1;
    return fetchManifest("tiny");
  };
  for (let look = 0; look < 40; look += 1) await page.live.look();
  expect(looks).toBe(29);
});

it("does not look again at a run that is finished", async () => {
  const { page, api } = await openLive({ recording: false, projecting: false, planned: null });
  api.fetchManifest = () => Promise.reject(new Error("requested"));
  await page.live.look();
  expect(page.visits).toBe(0);
});

it("follows the last epoch where that was chosen, unless another one is looked at", async () => {
  for (const [chosen, shown] of [
    [2, 3],
    [1, 1],
  ] as const) {
    const { page, api } = await openLive(RECORDING, { projections: [projectionOf("fc", 15, 0.1)] });
    page.timeline.showEpoch(chosen);
    gain(api, RECORDING);
    await page.live.look();
    await when(() => page.positions.loadedEpochs === 4);
    expect(page.timeline.epoch).toBe(shown);
  }
});

it("shows the first run of a store once it has one", async () => {
  const api = new FakeApi();
  const { fetchRuns } = api;
  api.fetchRuns = async () => ({ ...(await fetchRuns()), runs: [] });
  const { page } = makePage(api);
  await page.open(NOWHERE);
  await page.live.look();
  expect(page.run.name).toBe(null);
  api.fetchRuns = fetchRuns;
  await page.live.look();
  expect(page.run.manifest?.name).toBe("tiny");
});
