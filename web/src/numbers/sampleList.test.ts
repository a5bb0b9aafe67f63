import { expect, it } from "vitest";
import { formatSamples, parseSamples } from "./sampleList.ts";

const consecutive = (count: number) => Array.from({ length: count }, (_, number) => number + 7);

it.each([[[]], [[0]], [[5]], [[0, 1, 2, 3]], [[3, 8, 9, 10, 11, 99, 60000]], [[1, 3, 5]]])(
  "round-trips %j",
  (numbers) => {
    expect(parseSamples(formatSamples(numbers), 1e6 + 1)).toEqual({ samples: numbers, lacking: null });
  },
);

it("round-trips any selection, few or many, close together or far apart", () => {
  for (let size = 1; size < 400; size = Math.ceil(size * 1.3)) {
    // Steps that look random but are the same in every run: consecutive, near and far.
    const numbers = Array.from({ length: size }, (_, at) => at * 3 + (((at * 7919 + size) % 13) % 3));
    const text = formatSamples(numbers);
    expect(parseSamples(text, 5000)).toEqual({ samples: numbers, lacking: null });
    expect(decodeURIComponent(encodeURIComponent(text))).toBe(text);
  }
});

it("writes up to fifty samples as people do, and packs more behind a ~", () => {
  expect(formatSamples(Uint32Array.of(17, 2434))).toBe("17,2434");
  expect(formatSamples(consecutive(50))).toBe(consecutive(50).join(","));
  expect(formatSamples(consecutive(51))).toBe("~7~1e");
});

it("is short for many consecutive numbers", () => {
  expect(formatSamples(consecutive(5000)).length).toBeLessThan(8);
});

it("reads what people write, in any order", () => {
  expect(parseSamples("2434,17", 12000)?.samples).toEqual([2434, 17]);
  expect(parseSamples("2434, 17", 12000)?.samples).toEqual([2434, 17]);
  expect(parseSamples("2434", 12000)?.samples).toEqual([2434]);
});

it("reads packed text of earlier pages, which had no ~ before it", () => {
  expect(["1vm", "3.4~9.2", "0~k", "7.c~1"].map((text) => parseSamples(text, 12000)?.samples)).toEqual([
    [2434],
    [3, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 20],
    Array.from({ length: 21 }, (_, number) => number),
    [7, 20, 21],
  ]);
});

it("rejects malformed text, and counts samples that the run lacks", () => {
  expect(["x y", "-3", "1..2", "1~", "%", "~", "~~1", "1,", "1,a"].map((text) => parseSamples(text, 101))).toEqual(
    Array(9).fill(null),
  );
  expect(parseSamples("0~zzzzzz", 5)).toEqual({
    samples: [0, 1, 2, 3, 4],
    lacking: { count: parseInt("zzzzzz", 36) - 4, first: 5 },
  });
  expect(parseSamples("9", 5)).toEqual({ samples: [], lacking: { count: 1, first: 9 } });
  expect(parseSamples("4,7,2434", 5)).toEqual({ samples: [4], lacking: { count: 2, first: 7 } });
});
