/** The history of one sample: the probability of its label, its strongest rival, and the flips of its prediction. */
import { placeIn, samplesIn } from "../../numbers/measureTable.ts";
import type { MeasureTable } from "../../numbers/measureTable.ts";

const FINE_SHARE = 65535;
/** The maximum number of flips between the first and the last that a sentence lists one by one. */
const MOST_LISTED = 3;

/** Each of shape (epochs). */
export interface Curve {
  /** Probabilities of the sample's label, 0 to 1. */
  readonly label: Float32Array;
  /** Probabilities of the likeliest other class. */
  readonly rival: Float32Array;
  /** The number of that class. */
  readonly rivalClass: Uint16Array;
}

export interface ClassShare {
  readonly number: number;
  readonly share: number;
  /** 1 is the highest. */
  readonly rank: number;
}

/** An epoch at which the prediction became correct or misclassified. */
export interface Flip {
  readonly epoch: number;
  readonly right: boolean;
  readonly predicted: number;
}

/** Return the curve of probabilities in 1/65535, shape (epochs, classes). */
export function probabilityCurve(probabilities: ArrayLike<number>, epochs: number, label: number): Curve {
  const classes = probabilities.length / epochs;
  const curve = {
    label: new Float32Array(epochs),
    rival: new Float32Array(epochs),
    rivalClass: new Uint16Array(epochs),
  };
  for (let epoch = 0; epoch < epochs; epoch++) {
    const at = (number: number) => probabilities[epoch * classes + number] ?? 0;
    let rival = label === 0 ? 1 : 0;
    for (let number = rival + 1; number < classes; number++)
      if (number !== label && at(number) > at(rival)) rival = number;
    curve.label[epoch] = at(label) / FINE_SHARE;
    curve.rival[epoch] = at(rival) / FINE_SHARE;
    curve.rivalClass[epoch] = rival;
  }
  return curve;
}

/** Return the classes with the highest probabilities, given in 1/65535, followed by the label if it is not one of them. */
export function topClasses(probabilities: ArrayLike<number>, most: number, label: number): ClassShare[] {
  const shares = Array.from(probabilities, (value, number) => ({ number, share: value / FINE_SHARE }));
  const ranked = shares
    .sort((a, b) => b.share - a.share || a.number - b.number)
    .map((one, index) => ({ ...one, rank: index + 1 }));
  return ranked.filter(({ number, rank }) => rank <= most || number === label);
}

/** Return the flips of one sample's predicted classes, shape (epochs). */
export function predictionFlips(epochs: readonly number[], predicted: ArrayLike<number>, label: number): Flip[] {
  const isRight = (index: number) => predicted[index] === label;
  return epochs.flatMap((epoch, index) =>
    index > 0 && isRight(index) !== isRight(index - 1)
      ? [{ epoch, right: isRight(index), predicted: predicted[index] ?? 0 }]
      : [],
  );
}

/** "learned at epoch 2, forgotten at 5, correct since 7": over the training epochs; the untrained network is mentioned separately. */
export function flipText(epochs: readonly number[], predicted: ArrayLike<number>, label: number): string {
  const isRight = (index: number) => predicted[index] === label;
  const trained = [...epochs.keys()].filter((index) => epochs[index] !== 0);
  const flips = trained.filter((index, step) => isRight(index) !== (step > 0 && isRight(index - 1)));
  const byChance = epochs[0] === 0 && isRight(0) ? ["correct by chance at epoch 0"] : [];
  return [...byChance, ...partsOf(flips.map((index) => epochs[index] ?? 0))].join(", ");
}

/** Return the parts of the sentence; the first, third, fifth … flip is to correct. */
function partsOf([first, ...others]: readonly number[]): string[] {
  if (first === undefined) return ["never learned"];
  const last = others.at(-1);
  if (last === undefined) return [`learned at epoch ${first} and correct since`];
  const between = others
    .slice(0, -1)
    .map((epoch, index) => `${index % 2 === 0 ? "forgotten" : "learned again"} at ${epoch}`);
  const middle = between.length <= MOST_LISTED ? between : [`forgotten ${Math.ceil(others.length / 2)} times`];
  return [
    `learned at epoch ${first}`,
    ...middle,
    `${others.length % 2 === 0 ? "correct" : "misclassified"} since ${last}`,
  ];
}

/** Return one sample's value at an epoch in the measure's unit; null if the table does not have the epoch. */
export function measureAt(table: MeasureTable, epoch: number, sample: number): number | null {
  const place = placeIn(table, epoch);
  const value = table.values[place * samplesIn(table) + sample];
  return place < 0 || value === undefined ? null : value / table.steps;
}
