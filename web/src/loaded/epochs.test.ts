import { expect, it } from "vitest";
import { commonAnswers, inTurn, outward } from "./epochs.ts";

const of = (...epochs: number[]) => ({ epochs });

it("counts the epochs that two lists begin with in common", () => {
  expect([
    commonAnswers(of(0, 1, 2), of(0, 1, 2, 3)),
    commonAnswers(of(0, 1, 2), of(0, 1)),
    commonAnswers(of(0, 2), of(0, 1, 2)),
    commonAnswers(of(), of(0)),
  ]).toEqual([3, 2, 1, 0]);
});

it("takes the answers of an export for the same by their checksums", () => {
  const answered = (...epoch_checksums: string[]) => ({ ...of(0, 1, 2), epoch_checksums });
  expect([
    commonAnswers(answered("a", "b", "c"), answered("a", "b", "c")),
    commonAnswers(answered("a", "b", "c"), answered("a", "x", "c")),
    commonAnswers(of(0, 1, 2), answered("a", "b", "c")),
  ]).toEqual([3, 1, 0]);
});

it("begins with the epoch on screen and goes outward, later ones first", () => {
  expect(outward([0, 1, 2, 3, 4], 2)).toEqual([2, 3, 1, 4, 0]);
  expect(outward([3, 4, 5], 0)).toEqual([3, 4, 5]);
});

it("works through items in their order, a few at a time", async () => {
  const [begun, done]: [number[], number[]] = [[], []];
  let [busy, most] = [0, 0];
  await inTurn([...Array(10).keys()], async (item) => {
    begun.push(item);
    most = Math.max(most, ++busy);
    await Promise.resolve();
    busy--;
    done.push(item);
  });
  expect([begun, done.length, most]).toEqual([[...Array(10).keys()], 10, 4]);
});

it("begins nothing more after an error", async () => {
  const begun: number[] = [];
  const work = inTurn([...Array(10).keys()], async (item) => {
    begun.push(item);
    await Promise.resolve();
    if (item === 0) throw new Error("gone");
  });
  await expect(work).rejects.toThrow("gone");
  expect(begun.length).toBeLessThan(10);
});
