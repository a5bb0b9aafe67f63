import { expect, it } from "vitest";
import { centersOf } from "../numbers/centers.ts";
import { groupsOf } from "../numbers/groups.ts";
import { openTiny } from "./testing.ts";

it("finds the center of each class among the samples shown, epoch by epoch", () => {
  const labels = Uint8Array.of(0, 0, 1, 1, 2);
  const epochs = [Uint16Array.of(0, 0, 10, 20, 5, 5, 100, 100, 7, 7), Uint16Array.of(2, 2, 4, 4, 9, 9, 0, 0, 0, 0)];
  const { classes, positions } = centersOf(groupsOf(labels, Uint8Array.of(1, 1, 1, 0, 0)), epochs);
  expect(classes).toEqual([0, 1]);
  expect(positions.map((epoch) => [...epoch])).toEqual([
    [5, 10, 5, 5],
    [3, 3, 9, 9],
  ]);
});

it("draws the centers of visible classes once all epochs are loaded, if they are on", async () => {
  const { page } = await openTiny();
  expect(page.trails.shownCenters).toBeNull();
  page.trails.showCenters(true);
  page.classes.toggleClass(1);
  expect(page.trails.shownCenters?.classes).toEqual([0, 2]);
  expect(page.trails.shownCenters?.positions.map((epoch) => [...epoch])).toEqual([
    [0, 0, 0, 0],
    [1000, 1000, 1000, 1000],
    [2000, 2000, 2000, 2000],
  ]);
});
