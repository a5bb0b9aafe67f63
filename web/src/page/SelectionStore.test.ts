import { beforeEach, expect, it } from "vitest";
import type { AppStore } from "../app/Shell.ts";
import { openTiny } from "./testing.ts";

let app: AppStore;
beforeEach(async () => {
  ({ app } = await openTiny());
});

const selected = () => [...app.selection.samples];

it("replaces, adds to and takes from what is selected", () => {
  app.selection.pick([7, 3]);
  expect(selected()).toEqual([3, 7]);
  app.selection.pick([10, 7], "add");
  expect(selected()).toEqual([3, 7, 10]);
  app.selection.pick([3, 4], "remove");
  expect(selected()).toEqual([7, 10]);
  app.selection.pick([1]);
  expect(selected()).toEqual([1]);
});

it("goes back step by step, and forth again until something else is picked", () => {
  app.selection.pick([1]);
  app.selection.pick([2]);
  app.selection.pick([2]);
  app.selection.clear();
  app.selection.undo();
  app.selection.undo();
  expect(selected()).toEqual([1]);
  app.selection.redo();
  expect(selected()).toEqual([2]);
  app.selection.pick([5]);
  expect(app.selection.canRedo).toBe(false);
  for (let step = 0; step < 9; step++) app.selection.undo();
  expect(selected()).toEqual([]);
});

it("counts the selected of every class", () => {
  app.selection.pick([0, 1, 6, 11]);
  expect(app.selection.countByClass).toEqual([2, 1, 1]);
});

it("is forgotten with the run", async () => {
  app.selection.pick([0, 1]);
  await app.showRun("another");
  expect(selected()).toEqual([]);
  expect(app.selection.canUndo).toBe(false);
});
