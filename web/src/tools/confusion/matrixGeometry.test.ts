import { expect, it } from "vitest";
import { inkOn, luminance, MATRIX_SKINS, shadeOf } from "./matrixColors.ts";
import { cellAfter, cellAt, cellSizes, fitNumber, headFor, readableSize } from "./matrixGeometry.ts";
import { cellNumbers, cellTitle } from "./confusionText.ts";

const NAMES = ["cat", "dog", "frog"];
/** An order other than the data set's. */
const ORDERED = [2, 0, 1];

it.each(Object.entries(MATRIX_SKINS))("writes legible numbers on every shade in %s", (_, { right, wrong, empty }) => {
  const shades = [
    empty,
    ...[right, wrong].flatMap((stops) => Array.from({ length: 101 }, (__, at) => shadeOf(stops, at / 100))),
  ];
  const contrasts = shades.map((shade) => {
    const [one, other] = [luminance(shade), luminance(inkOn(shade))];
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  });
  expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(4.5);
});

it("mixes shades between few and most", () => {
  const stops = [
    [0, 0, 0],
    [100, 50, 0],
    [200, 50, 50],
  ] as const;
  expect([0, 0.25, 0.5, 0.75, 1, 2].map((share) => shadeOf(stops, share))).toEqual([
    [0, 0, 0],
    [50, 25, 0],
    [100, 50, 0],
    [150, 50, 25],
    [200, 50, 50],
    [200, 50, 50],
  ]);
});

it("makes cells as large as the width allows, and offers larger ones if those are small", () => {
  expect([cellSizes(296, 10), cellSizes(216, 10), cellSizes(340, 62), cellSizes(340, 2)]).toEqual([
    [29],
    [21, 32],
    [5, 16, 24, 32],
    [56],
  ]);
  expect([cellSizes(296, 10), cellSizes(340, 62)].map(readableSize)).toEqual([0, 1]);
  expect([headFor(["0", "10"]), headFor(["0", "airplane"])]).toEqual([28, 72]);
});

it("finds the cell under the pointer, with headers that stick to the edges", () => {
  const at = (x: number, y: number, left = 0, top = 0) =>
    cellAt(72 + x, 72 + y, { left, top }, { size: 20, head: 72 }, ORDERED);
  expect([at(5, 25), at(5, 25, 20), at(5, -5), at(5, -5, 40), at(-5, 5, 0, 20)]).toEqual([
    { label: 0, predicted: 2 },
    { label: 0, predicted: 0 },
    { label: null, predicted: 2 },
    { label: null, predicted: 1 },
    { label: 0, predicted: null },
  ]);
  expect([at(-5, -5), at(61, 5), at(5, 61)]).toEqual([null, null, null]);
});

it("moves from cell to cell with the arrow keys, and to the headers at the ends", () => {
  const from = { label: 0, predicted: 2 };
  const keys = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "a"];
  expect(keys.map((key) => cellAfter(from, key, ORDERED))).toEqual([
    { label: 2, predicted: 2 },
    { label: 1, predicted: 2 },
    { label: 0, predicted: null },
    { label: 0, predicted: 0 },
    { label: 0, predicted: null },
    { label: 0, predicted: 1 },
    null,
  ]);
  expect(cellAfter({ label: null, predicted: 2 }, "ArrowLeft", ORDERED)).toEqual({ label: null, predicted: 2 });
  expect(cellAfter({ label: 1, predicted: 1 }, "ArrowDown", ORDERED)).toEqual({ label: 1, predicted: 1 });
});

it("titles a cell", () => {
  const cells = [
    { label: 1, predicted: 0 },
    { label: 1, predicted: 1 },
    { label: 1, predicted: null },
    { label: null, predicted: 1 },
  ] as const;
  expect(cells.map((cell) => cellTitle(cell, NAMES))).toEqual([
    "dog predicted as cat",
    "dog, correct",
    "dog misclassified",
    "misclassified as dog",
  ]);
});

it("writes smaller numbers in smaller cells, and none where they would not fit", () => {
  const fitted = (ways: readonly string[], width: number) => fitNumber(ways, width, (way) => 6 * way.length);
  expect([
    fitted(["4720", "4.7K"], 24),
    fitted(["4720", "4.7K"], 20),
    fitted(["4720", "9K"], 18),
    fitted(["142"], 18),
    fitted(["142"], 17),
    fitted(["142"], 15),
    fitted(["142"], 14),
  ]).toEqual([
    { text: "4720", size: 10 },
    { text: "4720", size: 8 },
    { text: "9K", size: 10 },
    { text: "142", size: 10 },
    { text: "142", size: 9 },
    { text: "142", size: 8 },
    null,
  ]);
});

it("abbreviates long numbers that do not fit, and writes shares in percent", () => {
  expect([cellNumbers(4720, "count"), cellNumbers(0.125, "row"), cellNumbers(0.002, "column")]).toEqual([
    ["4720", "4.7K", "5K"],
    ["13"],
    ["<1"],
  ]);
});
