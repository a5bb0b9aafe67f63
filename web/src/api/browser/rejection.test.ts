import { expect, it } from "vitest";
import type { Usual } from "../looker.ts";
import { judge, judgeBlank } from "./rejection.ts";

const NOTHING: Usual = { signs: [], limit: 0, rejected_share: 0.01, logits: null, spreads: [], weights: [], bias: 0 };
const SURE = Float32Array.of(0.75, 0.25);
const SHARES = [1, 0.5, 0.25, 0.125, 0.0625];

function usualBy(name: Usual["signs"][number]["name"], values: readonly number[], rest: Partial<Usual> = {}): Usual {
  return { ...NOTHING, signs: [{ name, values: [...values], shares: SHARES }], limit: 0.1, ...rest };
}

it("judges an input of one color by nothing else", () => {
  expect(judgeBlank(Uint8Array.of(9, 0, 9, 0), 2, NOTHING)).toMatchObject({
    rejected: true,
    signs: [{ name: "blank" }],
  });
  expect(judgeBlank(Uint8Array.of(9, 0, 9, 1), 2, NOTHING)).toBeNull();
});

it("says nothing where nothing is known", () => {
  expect(judge(SURE, new Map(), NOTHING)).toEqual({ rejected: false, signs: [], limit: 0, rejected_share: 0.01 });
});

it("ranks a value among those of the samples, and on beyond them", () => {
  const rankOf = (...values: number[]) => judge(SURE, new Map(), usualBy("confidence", values)).signs[0]?.rank;
  expect(rankOf(0.25, 0.3, 0.4, 0.5, 0.6)).toBe(1);
  expect(rankOf(0, 0.25, 0.4, 0.5, 0.6)).toBeCloseTo(0.5);
  expect(rankOf(0, 0.2, 0.3, 0.5, 0.6)).toBeCloseTo(Math.sqrt(0.125));
  // As far beyond the largest as the last eighth of the samples is wide.
  expect(rankOf(0.05, 0.1, 0.12, 0.14, 0.175)).toBeCloseTo(0.0625 / 2);
});

it("rejects by what the layers say", () => {
  const units = new Map([
    ["logits", Float32Array.of(0, 0)],
    ["dense", Float32Array.of(3, -1)],
  ]);
  const valueBy = (usual: Usual) => judge(SURE, units, usual).signs[0]?.value;
  expect(valueBy(usualBy("energy", SHARES, { logits: "logits" }))).toBeCloseTo(-Math.log(2));
  const spread = {
    layer: "dense",
    mean: [1, 1],
    deviation: [1, 2],
    whitening: [
      [1, 0],
      [0, 2],
    ],
  };
  expect(valueBy(usualBy("layers", SHARES, { spreads: [spread] }))).toBeCloseTo(Math.sqrt((4 + 4) / 2));
  const made = usualBy("made", [-4, -3, -2, -1, 0], { weights: [{ layer: "dense", weight: [2, 1] }], bias: -1 });
  expect(judge(SURE, units, made)).toMatchObject({
    rejected: true,
    signs: [{ name: "made", value: 4, rejects: true }],
  });
});

it("leaves out a sign whose layers are not seen", () => {
  const signsBy = (usual: Usual) => judge(SURE, new Map(), usual).signs;
  expect(signsBy(usualBy("energy", SHARES, { logits: "logits" }))).toEqual([]);
  expect(signsBy(usualBy("made", SHARES, { weights: [{ layer: "dense", weight: [1] }] }))).toEqual([]);
});
