import { expect, it } from "vitest";
import { blockKey, blockOf, sameBlocks, sampleRows } from "./blocks.ts";

const BLOCKS = {
  block: 3,
  identity: "first",
  block_path: "p/{block}.bin",
  block_arrays: [{ name: "probability", dtype: "uint16", shape: [2, 3, 2] }],
} as const;

it("cuts one sample out of a whole block and out of the last one, which is shorter", () => {
  // Hundreds tell the epoch, tens the row, ones the place.
  const whole = Uint16Array.of(0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121);
  expect([...sampleRows(whole, BLOCKS, 2, 5, 1)]).toEqual([10, 11, 110, 111]);
  const rest = Uint16Array.of(0, 1, 10, 11, 100, 101, 110, 111);
  expect([...sampleRows(rest, BLOCKS, 2, 5, 4)]).toEqual([10, 11, 110, 111]);
});

it("calls the same answer by the same name, and another one once the run has grown", () => {
  expect([0, 2, 3, 7].map((sample) => blockOf(BLOCKS, sample))).toEqual([0, 0, 1, 2]);
  expect(blockKey("a", BLOCKS, 1)).toBe(blockKey("a", BLOCKS, 2));
  const grown = { ...BLOCKS, block_arrays: [{ ...BLOCKS.block_arrays[0], shape: [3, 3, 2] }] };
  expect(
    new Set([blockKey("a", BLOCKS, 1), blockKey("b", BLOCKS, 1), blockKey("a", BLOCKS, 3), blockKey("a", grown, 1)])
      .size,
  ).toBe(4);
});

it("takes lists of blocks for the same by their names", () => {
  const wanted = (...keys: string[]) => keys.map((key) => ({ key, fetch: () => Promise.resolve(new Uint8Array()) }));
  expect([
    sameBlocks(wanted("a", "b"), wanted("a", "b")),
    sameBlocks(wanted("a", "b"), wanted("b", "a")),
    sameBlocks(null, wanted("a")),
    sameBlocks(null, null),
  ]).toEqual([true, false, false, true]);
});
