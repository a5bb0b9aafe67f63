/** How the network came to see one sample: the probability of its label, its strongest rival, and the flips. */
import type { MeasureTable } from "../../numbers/measureTable.ts";

const FINE_SHARE = 65535;
/** Of the flips between the first and the last, the most that a sentence lists one by one. */
const MOST_LISTED = 3;

/** Each of shape (epochs). */
export interface Curve {
  /** Probabilities of the sample's label, 0 to 1. */
  readonly label: Float32Array;
  /** Probabilities of the other class that has the highest one. */
  readonly rival: Float32Array;
  /** Which class that is. */
  readonly rivalClass: Uint16Array;
}

export interface ClassShare {
  readonly number: number;
  readonly share: number;
  /** 1 is the highest. */
  readonly rank: number;
}

/** An epoch at which the prediction became right, or wrong. */
export interface Flip {
  readonly epoch: number;
  readonly right: boolean;
  readonly predicted: number;
}

/** Probabilities in 1/65535, shape (epochs, classes). */
export function curveOf(probabilities: ArrayLike<number>, epochs: number, label: number): Curve {
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

/** The classes with the highest probabilities, given in 1/65535, and the label behind them where it is none of those. */
export function topClasses(probabilities: ArrayLike<number>, most: number, label: number): ClassShare[] {
  const shares = Array.from(probabilities, (value, number) => ({ number, share: value / FINE_SHARE }));
  const ranked = shares
    .sort((a, b) => b.share - a.share || a.number - b.number)
    .map((one, place) => ({ ...one, rank: place + 1 }));
  return ranked.filter(({ number, rank }) => rank <= most || number === label);
}

/** Predicted classes of one sample, shape (epochs). */
export function flipsOf(epochs: readonly number[], predicted: ArrayLike<number>, label: number): Flip[] {
  const isRight = (place: number) => predicted[place] === label;
  return epochs.flatMap((epoch, place) =>
    place > 0 && isRight(place) !== isRight(place - 1)
      ? [{ epoch, right: isRight(place), predicted: predicted[place] ?? 0 }]
      : [],
  );
}

/** "learned at epoch 2, forgotten at 5, right since 7": over the epochs of training, what the untrained network says apart. */
export function flipWords(epochs: readonly number[], predicted: ArrayLike<number>, label: number): string {
  const isRight = (place: number) => predicted[place] === label;
  const trained = [...epochs.keys()].filter((place) => epochs[place] !== 0);
  const flips = trained.filter((place, step) => isRight(place) !== (step > 0 && isRight(place - 1)));
  const byChance = epochs[0] === 0 && isRight(0) ? ["right by chance at epoch 0"] : [];
  return [...byChance, ...partsOf(flips.map((place) => epochs[place] ?? 0))].join(", ");
}

/** The first, third, fifth … flip is to right. */
function partsOf([first, ...others]: readonly number[]): string[] {
  if (first === undefined) return ["never learned"];
  const last = others.at(-1);
  if (last === undefined) return [`learned at epoch ${first} and right since`];
  const between = others
    .slice(0, -1)
    .map((epoch, place) => `${place % 2 === 0 ? "forgotten" : "learned again"} at ${epoch}`);
  const told = between.length <= MOST_LISTED ? between : [`forgotten ${Math.ceil(others.length / 2)} times`];
  return [`learned at epoch ${first}`, ...told, `${others.length % 2 === 0 ? "right" : "wrong"} since ${last}`];
}

/** One sample's value at an epoch in the measure's unit; null where the table does not have the epoch. */
export function valueAt({ epochs, values, steps }: MeasureTable, epoch: number, sample: number): number | null {
  const place = epochs.indexOf(epoch);
  const value = values[place * (values.length / epochs.length) + sample];
  return place < 0 || value === undefined ? null : value / steps;
}

/** Return the epoch nearest to a share of the way from the first to the last. */
export function epochAt(epochs: readonly number[], share: number): number {
  const [first = 0, last = 0] = [epochs[0], epochs.at(-1)];
  const wanted = first + share * (last - first);
  return epochs.reduce(
    (nearest, epoch) => (Math.abs(epoch - wanted) < Math.abs(nearest - wanted) ? epoch : nearest),
    first,
  );
}
