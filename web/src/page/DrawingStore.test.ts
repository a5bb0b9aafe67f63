import { beforeEach, expect, it } from "vitest";
import { GRAYED, HIDDEN, SHOWN } from "./DrawingStore.ts";
import type { Page } from "./Page.ts";
import { openTiny } from "./testing.ts";

let page: Page;
beforeEach(async () => {
  ({ page } = await openTiny());
});

const drawn = (state: number) =>
  [...page.drawing.states.keys()].filter((sample) => page.drawing.states[sample] === state);

it("shows all samples, and hides those of a hidden class and those outside of the subset", () => {
  expect(drawn(SHOWN)).toHaveLength(12);
  page.classes.toggleClass(0);
  expect(drawn(HIDDEN)).toEqual([0, 1, 2, 3, 4, 5]);
  expect([...page.drawing.shown]).toEqual([6, 7, 8, 9, 10, 11]);
  page.subset.showSamples(6);
  expect(drawn(SHOWN).length).toBe(page.subset.shownCount);
  expect(drawn(SHOWN).length).toBeLessThan(6);
});

it("keeps samples as gray context while others are selected, and hidden ones hidden", () => {
  page.classes.toggleClass(2);
  page.selection.pick([1, 7, 11]);
  expect(drawn(SHOWN)).toEqual([1, 7]);
  expect(drawn(HIDDEN)).toEqual([10, 11]);
  expect(drawn(GRAYED)).toHaveLength(8);
  expect([...page.drawing.selected]).toEqual([1, 7]);
  page.selection.clear();
  expect(drawn(GRAYED)).toEqual([]);
});

it("grays all but the highlighted class, and keeps the selection", () => {
  page.selection.pick([1, 7]);
  page.classes.toggleClass(2);
  page.classes.highlight(1);
  expect([drawn(SHOWN), [...page.drawing.raised]]).toEqual([
    [6, 7, 8, 9],
    [6, 7, 8, 9],
  ]);
  expect([drawn(HIDDEN), drawn(GRAYED), [...page.drawing.selected]]).toEqual([
    [10, 11],
    [0, 1, 2, 3, 4, 5],
    [1, 7],
  ]);
  page.classes.highlight(null);
  expect(drawn(SHOWN)).toEqual([1, 7]);
});
