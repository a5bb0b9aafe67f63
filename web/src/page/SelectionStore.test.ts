import { beforeEach, expect, it } from "vitest";
import type { Page } from "./Page.ts";
import { NOWHERE } from "./location.ts";
import { openTiny } from "./testing.ts";

let page: Page;
beforeEach(async () => {
  ({ page } = await openTiny());
});

const selected = () => [...page.selection.samples];

it("replaces, extends and reduces the selection", () => {
  page.selection.pick([7, 3]);
  expect(selected()).toEqual([3, 7]);
  page.selection.pick([10, 7], "add");
  expect(selected()).toEqual([3, 7, 10]);
  page.selection.pick([3, 4], "remove");
  expect(selected()).toEqual([7, 10]);
  page.selection.pick([1]);
  expect(selected()).toEqual([1]);
});

it("counts the selected of every class", () => {
  page.selection.pick([0, 1, 6, 11]);
  expect(page.selection.countByClass).toEqual([2, 1, 1]);
});

it("is cleared with the run", async () => {
  page.selection.pick([0, 1]);
  await page.open({ ...NOWHERE, run: "another" });
  expect(selected()).toEqual([]);
});
