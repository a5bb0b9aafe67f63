import { beforeEach, expect, it } from "vitest";
import type { Page } from "./Page.ts";
import { allowedGroups, formatGroups, parseGroups, sameButForCase } from "./merging.ts";
import { openTiny } from "./testing.ts";

const NAMES = ["cat", "dog", "frog"];
let page: Page;

beforeEach(async () => {
  ({ page } = await openTiny());
});

it("writes groups to the address and reads them back", () => {
  const groups = [
    { members: [0, 2], name: null },
    { members: [1, 3, 4], name: "any car; 50%" },
  ];
  const text = formatGroups(groups);
  expect(text).toBe("0.2;1.3.4:any%20car%3B%2050%25");
  expect(parseGroups(text ?? "")).toEqual(groups);
  expect(formatGroups([])).toBeNull();
});

it("rejects groups that are malformed", () => {
  expect(["", "1", "1.x", "1.2;", "1.2:%"].map(parseGroups)).toEqual(Array(5).fill(undefined));
});

it("leaves out classes that the run lacks, groups of one class, and classes of an earlier group", () => {
  const asked = [
    [2, 0],
    [0, 1],
    [1, 9],
  ].map((members) => ({ members, name: null }));
  expect(allowedGroups(asked, NAMES)).toEqual([{ members: [0, 2], name: "cat/frog" }]);
});

it("finds the classes whose names differ only by their case", () => {
  expect(sameButForCase(["O", "a", "o", "A", "b"])).toEqual([
    { members: [0, 2], name: null },
    { members: [1, 3], name: null },
  ]);
});

it("shows merged classes as one everywhere, and as they were once they are split", () => {
  const before = [page.run.samples?.label, page.predictions.predictions];
  page.classes.merge([{ members: [1, 2], name: "no cat" }]);
  expect(page.classes.names).toEqual(["cat", "no cat", "no cat"]);
  expect(page.classes.listed).toEqual([0, 1]);
  expect(page.classes.colorOf(2)).toBe(page.classes.colorOf(1));
  expect(page.classes.titleOf(1)).toBe("no cat – dog/frog");
  expect([...(page.run.samples?.label ?? [])].includes(2)).toBe(false);
  expect([...(page.predictions.predictions?.predicted ?? [])].includes(2)).toBe(false);
  expect(page.place.shown?.merged).toEqual([{ members: [1, 2], name: "no cat" }]);
  page.classes.merge([]);
  expect([page.run.samples?.label, page.predictions.predictions]).toEqual(before);
});

it("adds up the probabilities of merged classes", () => {
  page.classes.merge([{ members: [0, 2], name: null }]);
  expect([...page.run.merging.summed(Uint16Array.of(1, 2, 3, 4, 5, 6), 3)]).toEqual([4, 2, 0, 10, 5, 0]);
});

it("forgets that a class was hidden that is shown as another one now", () => {
  page.classes.hide([2]);
  page.classes.merge([{ members: [1, 2], name: null }]);
  expect([...page.classes.hidden]).toEqual([]);
  page.classes.isolateClass(1);
  expect(page.classes.isAlone(1)).toBe(true);
});
