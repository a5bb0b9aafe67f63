import { describe, expect, it } from "vitest";
import { probabilityCurve, predictionFlips, flipText, topClasses, measureAt } from "./sampleHistory.ts";

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
    const curve = probabilityCurve(probabilities, 2, 1);
    expect(Array.from(curve.label, (share) => share.toFixed(3))).toEqual(["0.400", "0.300"]);
    expect(Array.from(curve.rival, (share) => share.toFixed(3))).toEqual(["0.300", "0.600"]);
    expect([...curve.rivalClass]).toEqual([3, 0]);
  });

  it("never has the label as its own rival, whether it is the first class or the strongest", () => {
    expect([...probabilityCurve(probabilities, 2, 0).rivalClass]).toEqual([1, 1]);
    expect([...probabilityCurve(Uint16Array.of(0, 0, FULL), 1, 2).rivalClass]).toEqual([0]);
  });
});

describe("the likeliest classes", () => {
  const probabilities = Uint16Array.of(1, 5, 3, 3, 2);

  it("come first, ties in the order of the classes", () => {
    expect(topClasses(probabilities, 3, 1).map(({ number, rank }) => [number, rank])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it("are followed by the label with its rank if it is not one of them", () => {
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
    expect(predictionFlips([0, 1, 2, 4, 8], [3, 5, 7, 5, 3], 7)).toEqual([
      { epoch: 2, right: true, predicted: 7 },
      { epoch: 4, right: false, predicted: 5 },
    ]);
    expect(predictionFlips([0, 1], [7, 7], 7)).toEqual([]);
  });

  /** Predictions of a sample with label 1, one letter per epoch: r for right, w for wrong. */
  const predicted = (letters: string) => Array.from(letters, (letter) => (letter === "r" ? 1 : 0));
  const counted = (letters: string) => flipText([...predicted(letters).keys()], predicted(letters), 1);

  it.each([
    ["wwrrrwwr", "learned at epoch 2, forgotten at 5, correct since 7"],
    ["wwwww", "never learned"],
    ["wrrrr", "learned at epoch 1 and correct since"],
    ["wwwwr", "learned at epoch 4 and correct since"],
    ["wrrww", "learned at epoch 1, misclassified since 3"],
    ["rwwrr", "correct by chance at epoch 0, learned at epoch 3 and correct since"],
    ["rrrrr", "correct by chance at epoch 0, learned at epoch 1 and correct since"],
    ["rwwww", "correct by chance at epoch 0, never learned"],
    ["wrwrwr", "learned at epoch 1, forgotten at 2, learned again at 3, forgotten at 4, correct since 5"],
    ["wrwrwrwr", "learned at epoch 1, forgotten 3 times, correct since 7"],
    ["wrwrwrw", "learned at epoch 1, forgotten 3 times, misclassified since 6"],
  ])("read as a sentence: %s", (letters, text) => {
    expect(counted(letters)).toBe(text);
  });

  it("are named by the epochs' numbers, whichever epochs were recorded", () => {
    expect(flipText([1, 2, 4, 8], predicted("rwrr"), 1)).toBe("learned at epoch 1, forgotten at 2, correct since 4");
  });
});

it("reads one sample's value from a measure's table", () => {
  const table = { epochs: [0, 4], values: Uint8Array.of(0, 10, 20, 30, 40, 50), steps: 10 };
  expect([measureAt(table, 4, 1), measureAt(table, 0, 2), measureAt(table, 2, 0)]).toEqual([4, 2, null]);
});
