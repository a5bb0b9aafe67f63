import { expect, it } from "vitest";
import { judge, testedSamples } from "./rejection.ts";

it("calibrates with the test split, or with half of the samples where there is no other", () => {
  expect(testedSamples(Uint8Array.of(0, 1, 1, 0), 1)).toEqual([1, 2]);
  expect(testedSamples(Uint8Array.of(1, 1, 1, 1), 1)).toEqual([0, 2]);
  expect(testedSamples(Uint8Array.of(0, 0, 0), -1)).toEqual([0, 2]);
  expect(testedSamples(new Uint8Array(8000), -1)).toHaveLength(2000);
});

it("rejects an input of which the network is less sure than of all but one percent of the samples", () => {
  const usual = Float32Array.from({ length: 200 }, (_, at) => (at + 1) / 200);
  expect(judge(0.5, usual)).toMatchObject({ rejected: false, signs: [{ name: "confidence", rank: 0.5 }] });
  const rejection = judge(0.001, usual);
  expect(rejection.rejected).toBe(true);
  expect(rejection.signs[0]).toMatchObject({ value: 0.999, rank: 0, rejects: true });
  expect(rejection.limit).toBeCloseTo(0.015);
});
