import { when } from "mobx";
import { expect, it, vi } from "vitest";
import { ApiError } from "../api/ApiError.ts";
import { FakeApi, tinyManifest } from "../api/fakeApi.ts";
import type { Manifest } from "../api/manifest.ts";
import { openTiny } from "./testing.ts";

/** Fake: the layer "stem" has been laid out again; its manifest says so, or is still that of before. */
function layOutAgain(api: FakeApi, manifest: Manifest): void {
  const { fetchEpoch } = api;
  api.fetchManifest = () => {
    api.asked.push("run.json");
    return Promise.resolve(manifest);
  };
  api.fetchEpoch = (run, file, epoch, signal) =>
    file.epoch_path.includes("stem") && file.identity !== "second"
      ? Promise.reject(new ApiError("outdated", "The run has changed."))
      : fetchEpoch.call(api, run, file, epoch, signal);
}

function withIdentity(identity: string): Manifest {
  const { projections, ...rest } = tinyManifest({ revision: 2 });
  return {
    ...rest,
    projections: projections.map((one) =>
      one.layer === "stem" ? { ...one, positions: { ...one.positions, identity } } : one,
    ),
  };
}

it("reads the manifest again before it draws a layout that does not belong to it", async () => {
  const { page, api } = await openTiny();
  const { framing } = page.run;
  layOutAgain(api, withIdentity("second"));
  api.asked = [];
  page.projection.showLayer("stem");
  await when(() => page.positions.complete && page.positions.sequence?.projection.layer === "stem");
  expect(api.asked.filter((path) => path === "run.json")).toHaveLength(1);
  expect(page.positions.sequence?.projection.positions.identity).toBe("second");
  // The camera keeps its place in the world.
  expect(page.run.framing).toBe(framing);
});

it("says that the run has changed where the manifest does not, and asks no more", async () => {
  const { page, api } = await openTiny();
  layOutAgain(api, withIdentity("first"));
  api.asked = [];
  page.projection.showLayer("stem");
  const read = () => api.asked.filter((path) => path === "run.json").length;
  // The manifest read again is another object, and worth one more look.
  await vi.waitFor(() => {
    expect([read(), page.positions.status]).toEqual([2, "failed"]);
  });
  expect(page.positions.problem?.message).toBe("The run has changed.");
  await page.revisit();
  expect(read()).toBe(3);
});

it("opens a run that was recorded again from its beginning, and keeps nothing of the one before", async () => {
  const { page, api } = await openTiny();
  const manifest = tinyManifest({ revision: 1, title: "Again" });
  api.fetchManifest = () => Promise.resolve({ ...manifest, samples: { ...manifest.samples, identity: "second" } });
  const before = [page.run.samples, page.positions.sequence, page.run.framing];
  await page.revisit();
  await when(() => page.run.manifest?.title === "Again" && page.positions.complete);
  expect(page.run.problem).toBeNull();
  const now = [page.run.samples, page.positions.sequence, page.run.framing];
  expect(now.filter((part, place) => part === before[place])).toEqual([]);
});

it("takes over what an export of the same run has in place of the one before", async () => {
  const { page, api } = await openTiny();
  const checksums = { sources: "a", metrics: "b", inside: "c" };
  const { projections, ...rest } = tinyManifest({ checksums });
  api.fetchManifest = () => Promise.resolve({ ...rest, projections: projections.slice(1) });
  await page.run.refresh();
  expect(page.run.manifest?.projections).toHaveLength(projections.length - 1);
  const { manifest } = page.run;
  await page.run.refresh();
  expect(page.run.manifest).toBe(manifest);
});
