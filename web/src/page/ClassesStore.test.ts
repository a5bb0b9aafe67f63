import { beforeEach, expect, it } from "vitest";
import type { ClassesStore } from "./ClassesStore.ts";
import { openTiny } from "./testing.ts";

let classes: ClassesStore;
const hidden = () => [...classes.hidden];

beforeEach(async () => {
  classes = (await openTiny()).page.classes;
});

it("shows every class at first", () => {
  expect([classes.names, hidden()]).toEqual([["cat", "dog", "frog"], []]);
});

it("hides a class and shows it again", () => {
  classes.toggleClass(1);
  expect(hidden()).toEqual([1]);
  classes.toggleClass(1);
  expect(hidden()).toEqual([]);
});

it("shows one class alone, and all again the second time", () => {
  classes.isolateClass(2);
  expect(hidden()).toEqual([0, 1]);
  classes.isolateClass(2);
  expect(hidden()).toEqual([]);
});

it("hides all, shows all and inverts", () => {
  classes.hideAll();
  expect(hidden()).toEqual([0, 1, 2]);
  classes.showAll();
  classes.toggleClass(0);
  classes.invert();
  expect(hidden()).toEqual([1, 2]);
});

it("ignores numbers that are not classes of this run", () => {
  classes.hide([1, 99]);
  expect(hidden()).toEqual([1]);
});
