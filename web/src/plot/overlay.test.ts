import { expect, it } from "vitest";
import { untangled } from "./overlay.ts";

it("leaves labels alone that don't overlap", () => {
  const labels = [
    { text: "cat", x: 0, y: 0 },
    { text: "dog", x: 100, y: 4 },
    { text: "frog", x: 0, y: 30 },
  ];
  expect(untangled(labels)).toEqual([labels[0], labels[1], labels[2]]);
});

it("moves labels down that would overlap others", () => {
  const placed = untangled([
    { text: "cat", x: 0, y: 10 },
    { text: "dog", x: 5, y: 4 },
    { text: "frog", x: 8, y: 5 },
  ]);
  expect(placed.map(({ text, y }) => [text, y])).toEqual([
    ["dog", 4],
    ["frog", 20],
    ["cat", 36],
  ]);
});
