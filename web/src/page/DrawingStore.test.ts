import { beforeEach, expect, it } from "vitest";
import type { AppStore } from "../app/Shell.ts";
import { GRAYED, HIDDEN, SHOWN } from "./DrawingStore.ts";
import { openTiny } from "./testing.ts";

let app: AppStore;
beforeEach(async () => {
  ({ app } = await openTiny());
});

const drawn = (state: number) =>
  [...app.drawing.states.keys()].filter((sample) => app.drawing.states[sample] === state);

it("shows all samples, and hides those of a hidden class and those outside of the subset", () => {
  expect(drawn(SHOWN)).toHaveLength(12);
  app.classes.toggleClass(0);
  expect(drawn(HIDDEN)).toEqual([0, 1, 2, 3, 4, 5]);
  expect([...app.drawing.shown]).toEqual([6, 7, 8, 9, 10, 11]);
  app.subset.showSamples(6);
  expect(drawn(SHOWN).length).toBe(app.subset.shownCount);
  expect(drawn(SHOWN).length).toBeLessThan(6);
});

it("keeps samples as gray context while others are selected, and what is hidden hidden", () => {
  app.classes.toggleClass(2);
  app.selection.pick([1, 7, 11]);
  expect(drawn(SHOWN)).toEqual([1, 7]);
  expect(drawn(HIDDEN)).toEqual([10, 11]);
  expect(drawn(GRAYED)).toHaveLength(8);
  expect([...app.drawing.selected]).toEqual([1, 7]);
  app.selection.clear();
  expect(drawn(GRAYED)).toEqual([]);
});

it("grays all but the class that is pointed at, and forgets nothing of the selection", () => {
  app.selection.pick([1, 7]);
  app.classes.toggleClass(2);
  app.classes.highlight(1);
  expect([drawn(SHOWN), [...app.drawing.raised]]).toEqual([
    [6, 7, 8, 9],
    [6, 7, 8, 9],
  ]);
  expect([drawn(HIDDEN), drawn(GRAYED), [...app.drawing.selected]]).toEqual([
    [10, 11],
    [0, 1, 2, 3, 4, 5],
    [1, 7],
  ]);
  app.classes.highlight(null);
  expect(drawn(SHOWN)).toEqual([1, 7]);
});
