import { act, fireEvent, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { FakeApi, jobOf } from "../api/fakeApi.ts";
import type { Job } from "../api/manifest.ts";
import { renderPanel } from "../page/rendering.tsx";
import { openTiny } from "../page/testing.ts";
import { SettingPanel } from "./SettingPanel.tsx";

/** The panel of a server that takes jobs. */
async function openPanel() {
  const api = new FakeApi();
  api.takesJobs = true;
  const { page } = await openTiny({}, api);
  const user = renderPanel(page, <SettingPanel />);
  return { page, api, user };
}

function say(api: FakeApi, change: Partial<Job>): void {
  act(() => {
    for (const listener of api.listeners)
      listener.onEvent(jobOf({ layer: "fc", n_neighbors: 7, min_dist: 0.3 }, change));
  });
}

it("is hidden where the server computes no settings", async () => {
  renderPanel((await openTiny()).page, <SettingPanel />);
  expect(screen.queryByRole("button", { name: "Compute another setting…" })).toBeNull();
});

it("starts with the values of the setting on screen and shows their ranges", async () => {
  const { user } = await openPanel();
  expect(screen.queryByRole("spinbutton")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Compute another setting…" }));
  const neighbors = screen.getByRole<HTMLInputElement>("spinbutton", { name: "n_neighbors" });
  const distance = screen.getByRole<HTMLInputElement>("spinbutton", { name: "min_dist" });
  expect([neighbors.value, neighbors.min, neighbors.max, distance.value, distance.min, distance.max]).toEqual([
    "15",
    "2",
    "11",
    "0.1",
    "0",
    "1",
  ]);
  expect(screen.getByText("From 2 to 11.").id).toBe(neighbors.getAttribute("aria-describedby"));
  expect(screen.getByText("From 0 to 1.").id).toBe(distance.getAttribute("aria-describedby"));
});

it("submits from the keyboard, shows the progress, and cancels", async () => {
  const { api, user } = await openPanel();
  await user.tab();
  await user.tab();
  await user.tab();
  await user.tab();
  await user.keyboard("{Enter}");
  const neighbors = screen.getByRole("spinbutton", { name: "n_neighbors" });
  await user.clear(neighbors);
  await user.type(neighbors, "7");
  await user.clear(screen.getByRole("spinbutton", { name: "min_dist" }));
  await user.type(screen.getByRole("spinbutton", { name: "min_dist" }), "0.3{Enter}");
  expect(api.jobs).toMatchObject([{ layer: "fc", n_neighbors: 7, min_dist: 0.3 }]);
  say(api, { step: "aligning", done: 1, total: 4, seconds: 2 });
  expect(
    screen.getByRole<HTMLProgressElement>("progressbar", { name: "Computing fc, n_neighbors 7, min_dist 0.3" }).value,
  ).toBe(0.25);
  expect(screen.getByText("Projecting all epochs")).toBeTruthy();
  expect(screen.getByText("25%, about 6 s left")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Compute" }).getAttribute("aria-disabled")).toBe("true");
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(api.asked).toContain("cancel 1");
  say(api, { state: "canceled" });
  expect(screen.queryByRole("progressbar")).toBeNull();
  expect(screen.getByText("fc, n_neighbors 7, min_dist 0.3 was canceled.")).toBeTruthy();
});

it("says why a job failed", async () => {
  const { page, api } = await openPanel();
  await act(() => page.jobs.layOut(7, 0.3));
  say(api, { state: "failed", message: "cannot write run.json of 'tiny': No space left on device" });
  expect(
    screen.getByText(
      "Couldn’t compute fc, n_neighbors 7, min_dist 0.3: cannot write run.json of 'tiny': No space left on device",
    ),
  ).toBeTruthy();
});

it("offers to show the finished projection of another layer", async () => {
  const { page, api } = await openPanel();
  await act(() => page.jobs.layOut(7, 0.3));
  expect(screen.queryByRole("button", { name: "Show it" })).toBeNull();
  act(() => {
    page.projection.showLayer("stem");
  });
  // The requested projection exists already: the tiny run has n_neighbors 15 of fc.
  act(() => {
    for (const listener of api.listeners)
      listener.onEvent(jobOf({ layer: "fc", n_neighbors: 15, min_dist: 0.5 }, { state: "done" }));
  });
  fireEvent.click(await screen.findByRole("button", { name: "Show it" }));
  expect(page.projection.entry).toMatchObject({ layer: "fc", n_neighbors: 15, min_dist: 0.5 });
});
