import { describe, expect, it } from "vitest";
import { curveOf, epochAt, flipsOf, flipWords, topClasses, valueAt } from "./sampleHistory.ts";

const FULL = 65535;

describe("the curve", () => {
  // Two epochs of four classes: the label is 1; its rival is 3 first, then 0.
  const probabilities = Uint16Array.of(
    0.1 * FULL,
    0.4 * FULL,
    0.2 * FULL,
    0.3 * FULL,
    0.6 * FULL,
    0.3 * FULL,
    0.1 * FULL,
    0,
  );

  it("follows the label and, at each epoch, the strongest of the others", () => {
    const curve = curveOf(probabilities, 2, 1);
    expect(Array.from(curve.label, (share) => share.toFixed(3))).toEqual(["0.400", "0.300"]);
    expect(Array.from(curve.rival, (share) => share.toFixed(3))).toEqual(["0.300", "0.600"]);
    expect([...curve.rivalClass]).toEqual([3, 0]);
  });

  it("has no label for its own rival, be it the first class or the strongest", () => {
    expect([...curveOf(probabilities, 2, 0).rivalClass]).toEqual([1, 1]);
    expect([...curveOf(Uint16Array.of(0, 0, FULL), 1, 2).rivalClass]).toEqual([0]);
  });
});

describe("the likeliest classes", () => {
  const probabilities = Uint16Array.of(1, 5, 3, 3, 2);

  it("come first, of equal ones the first class", () => {
    expect(topClasses(probabilities, 3, 1).map(({ number, rank }) => [number, rank])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it("have the label behind them, with its rank, where it is none of them", () => {
    expect(topClasses(probabilities, 2, 0).map(({ number, rank }) => [number, rank])).toEqual([
      [1, 1],
      [2, 2],
      [0, 5],
    ]);
    expect(topClasses(Uint16Array.of(FULL), 5, 0)).toEqual([{ number: 0, share: 1, rank: 1 }]);
  });
});

describe("flips", () => {
  it("are where the prediction becomes right or wrong, not where it stays wrong", () => {
    expect(flipsOf([0, 1, 2, 4, 8], [3, 5, 7, 5, 3], 7)).toEqual([
      { epoch: 2, right: true, predicted: 7 },
      { epoch: 4, right: false, predicted: 5 },
    ]);
    expect(flipsOf([0, 1], [7, 7], 7)).toEqual([]);
  });

  /** Predictions of a sample with label 1, one letter an epoch: r for right, w for wrong. */
  const predicted = (letters: string) => Array.from(letters, (letter) => (letter === "r" ? 1 : 0));
  const counted = (letters: string) => flipWords([...predicted(letters).keys()], predicted(letters), 1);

  it.each([
    ["wwrrrwwr", "learned at epoch 2, forgotten at 5, right since 7"],
    ["wwwww", "never learned"],
    ["wrrrr", "learned at epoch 1 and right since"],
    ["wwwwr", "learned at epoch 4 and right since"],
    ["wrrww", "learned at epoch 1, wrong since 3"],
    ["rwwrr", "right by chance at epoch 0, learned at epoch 3 and right since"],
    ["rrrrr", "right by chance at epoch 0, learned at epoch 1 and right since"],
    ["rwwww", "right by chance at epoch 0, never learned"],
    ["wrwrwr", "learned at epoch 1, forgotten at 2, learned again at 3, forgotten at 4, right since 5"],
    ["wrwrwrwr", "learned at epoch 1, forgotten 3 times, right since 7"],
    ["wrwrwrw", "learned at epoch 1, forgotten 3 times, wrong since 6"],
  ])("read as a sentence: %s", (letters, words) => {
    expect(counted(letters)).toBe(words);
  });

  it("are told by the numbers of the epochs, whichever were recorded", () => {
    expect(flipWords([1, 2, 4, 8], predicted("rwrr"), 1)).toBe("learned at epoch 1, forgotten at 2, right since 4");
  });
});

it("reads one sample's value out of a measure's table", () => {
  const table = { epochs: [0, 4], values: Uint8Array.of(0, 10, 20, 30, 40, 50), steps: 10 };
  expect([valueAt(table, 4, 1), valueAt(table, 0, 2), valueAt(table, 2, 0)]).toEqual([4, 2, null]);
});

it("finds the epoch nearest to a place on the way", () => {
  expect([0, 0.1, 0.4, 0.7, 1, 1.2].map((share) => epochAt([0, 1, 2, 4, 8], share))).toEqual([0, 1, 4, 4, 8, 8]);
});
