/** A run that counts steps: its words, and the axis on which steps are far apart or close together. */
import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { FakeApi, projectionOf, tinyManifest } from "../api/fakeApi.ts";
import { captionAt } from "../export/contents.ts";
import type { PageLocation } from "../page/location.ts";
import { Timeline } from "../timeline/Timeline.tsx";
import { openShell, renderPart } from "./testing.tsx";

const STEPS = [0, 10, 1000];

function openSteps(place: Partial<PageLocation> = {}) {
  const api = new FakeApi();
  const projections = [projectionOf("fc", 15, 0.1, { epochs: STEPS })];
  api.fetchManifest = () => Promise.resolve(tinyManifest({ unit: "step", epochs: STEPS, projections }));
  return openShell(place, api);
}

it("speaks of steps", async () => {
  const { page, shell } = await openSteps({ epoch: 10, where: "right:10:wrong:1000" });
  renderPart(shell, <Timeline />);
  expect(screen.getByRole("button", { name: "Next step" })).toBeTruthy();
  expect(screen.getByRole("slider", { name: "Step" }).getAttribute("aria-valuetext")).toMatch(/^step 10 of 1000/);
  expect(page.query.text).toBe("correct at step 10, misclassified at step 1000");
  expect(captionAt(page, 1).epoch).toBe("Step 10");
});

it("spaces steps evenly where that is chosen and they are not", async () => {
  const { page, shell } = await openSteps();
  const user = renderPart(shell, <Timeline />);
  const slider = screen.getByRole<HTMLInputElement>("slider");
  expect([page.timeline.spacing, page.location?.even, slider.max]).toEqual(["real", false, "1000"]);
  await user.click(screen.getByRole("button", { name: "Even spacing" }));
  expect([page.timeline.spacing, page.location?.even, slider.max, slider.value]).toEqual(["even", true, "2", "2"]);
  expect(STEPS.map(page.timeline.axisOver(STEPS))).toEqual([0, 0.5, 1]);
  page.timeline.scrubToPosition(0.5);
  expect(page.timeline.shownEpoch).toBe(5);
});

it("offers no other spacing where epochs are evenly spaced", async () => {
  const { page, shell } = await openShell({ even: true });
  renderPart(shell, <Timeline />);
  expect(screen.queryByRole("button", { name: "Even spacing" })).toBeNull();
  expect(page.timeline.spacing).toBe("real");
});
