import { expect, it } from "vitest";
import type { Rejection } from "../api/looker.ts";
import { rejectionWords, sentence } from "./words.ts";

it("makes sentences of messages", () => {
  expect(["this is no picture", "It stopped."].map(sentence)).toEqual(["This is no picture.", "It stopped."]);
});

type Sign = Rejection["signs"][number];

const signOf = (name: Sign["name"], rank: number): Sign => ({ name, value: 1, rank, rejects: rank < 0.01 });

function judged(...signs: readonly Sign[]): Rejection {
  return { rejected: signs.some(({ rejects }) => rejects), signs, limit: 0.01, rejected_share: 0.01 };
}

it("says nothing where nothing can be said, and that nothing is unusual where nothing is", () => {
  expect(rejectionWords(judged())).toEqual([]);
  expect(rejectionWords(judged(signOf("energy", 0.4)))).toEqual([
    "Nothing unusual: test samples are answered like this, too.",
  ]);
});

it("says of an empty drawing that it is empty", () => {
  expect(rejectionWords(judged(signOf("blank", 0)))).toEqual(["The input is empty: there is nothing to recognize."]);
});

it("says which signs speak, and how unusual they are", () => {
  const rejection = judged(signOf("confidence", 0.4), signOf("energy", 0.004), signOf("distance", 0));
  expect(rejectionWords(rejection)).toEqual([
    "Probably none of the classes.",
    "Its logits are lower on the whole than 99.6% of the test samples.",
    "It is farther from every recorded sample than any of the test samples.",
  ]);
});

it("describes every other sign, also beyond all test samples", () => {
  for (const name of ["confidence", "energy", "distance", "layers", "made"] as const) {
    const [, words] = rejectionWords(judged(signOf(name, 0.0001)));
    expect(words).toMatch(/^[A-Z].* than any of the test samples\.$/);
    expect(words).not.toContain("undefined");
  }
});
