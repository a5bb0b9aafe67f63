/** For tests only: four samples over four epochs, small enough to work out by hand. */
import type { Condition, Term, Vocabulary } from "./condition.ts";
import type { SampleData } from "./matching.ts";

export const VOCABULARY: Vocabulary = {
  unit: "epoch",
  epoch: 4,
  epochs: [0, 1, 2, 4],
  classes: ["cat", "dog", "Taken for", "sea lion"],
  splits: ["train", "test"],
  labeled: true,
  predicted: true,
  measures: [
    "confidence",
    "loss",
    "margin",
    "label_confidence",
    "variability",
    "correctness",
    "forgotten",
    "first_learned",
    "area_under_margin",
    "trustworthiness",
  ],
  columns: [],
  texts: false,
  samples: 4,
  suspects: true,
};

const NONE = NaN;
const LABEL = Uint8Array.of(0, 1, 1, 0);
/** Forgotten and learned again; never learned; right only before the training; learned at the last epoch. */
const PREDICTED: Record<number, Uint8Array> = {
  0: Uint8Array.of(1, 0, 1, 1),
  1: Uint8Array.of(0, 0, 0, 1),
  2: Uint8Array.of(1, 0, 0, 1),
  4: Uint8Array.of(0, 0, 0, 0),
};
const FIRST_LEARNED: Record<number, number[]> = {
  0: [NONE, NONE, NONE, NONE],
  1: [1, NONE, NONE, NONE],
  2: [1, NONE, NONE, NONE],
  4: [1, NONE, NONE, 4],
};
const FORGOTTEN: Record<number, number[]> = { 0: [0, 0, 0, 0], 1: [0, 0, 0, 0], 2: [1, 0, 0, 0], 4: [1, 0, 0, 0] };
/** As the server sends them, in 1/255. */
const CONFIDENCE = [51, 102, 127.5, 255];

export function dataAt(epoch: number, change: Partial<SampleData> = {}): SampleData {
  const values: Partial<Record<string, Record<number, number[]>>> = {
    first_learned: FIRST_LEARNED,
    forgotten: FORGOTTEN,
  };
  return {
    epoch,
    epochs: [0, 1, 2, 4],
    label: LABEL,
    split: Uint8Array.of(0, 0, 1, 1),
    columnAt: () => null,
    texts: () => null,
    predictedAt: (at) => PREDICTED[at] ?? null,
    valuesAt: (measure, at) =>
      measure === "confidence"
        ? Float32Array.from(CONFIDENCE, (code) => code / 255)
        : measure === "margin"
          ? Float32Array.of(-1, NONE, 0, 2)
          : measure === "suspicion"
            ? Float32Array.of(0.1, 3, 2, 0.5)
            : Float32Array.from(values[measure]?.[at] ?? []),
    ...change,
  };
}

export function termOf(condition: Condition, not = false): Term {
  return { condition, not };
}
