/** Whether an input is like none of the recorded samples, by the signs of the process beside the server. */
import type { Rejection, Usual } from "../looker.ts";
import { dot, rangeOf } from "./packing.ts";

/** The units of each recorded layer, by its name in the run. */
export type Units = ReadonlyMap<string, Float32Array>;
type Sign = Rejection["signs"][number];
type Tail = Usual["signs"][number];

/** Return the judgment of an input without any content, all of whose pixels are the same; null for others. */
export function judgeBlank(pixels: Uint8Array, channels: number, { rejected_share }: Usual): Rejection | null {
  if (pixels.some((pixel, at) => pixel !== pixels[at % channels])) return null;
  const blank: Sign = { name: "blank", value: 0, rank: 0, rejects: true };
  return { rejected: true, signs: [blank], limit: 0, rejected_share };
}

export function judge(probability: Float32Array, units: Units, usual: Usual): Rejection {
  const { limit, rejected_share } = usual;
  const signs = usual.signs.flatMap((tail): readonly Sign[] => {
    const value = valueOf(tail.name, probability, units, usual);
    if (value === null) return [];
    const rank = rankOf(value, tail);
    return [{ name: tail.name, value, rank, rejects: rank < limit }];
  });
  return { rejected: signs.some(({ rejects }) => rejects), signs, limit, rejected_share };
}

/** Return how unusual an input is by a sign; null where a layer that was recorded is not seen. */
function valueOf(name: Tail["name"], probability: Float32Array, units: Units, usual: Usual): number | null {
  if (name === "confidence") return 1 - Math.max(...probability);
  if (name === "energy") return energyOf(units.get(usual.logits ?? ""));
  if (name === "layers") return mahalanobis(units, usual.spreads);
  const parts = usual.weights.map(({ layer, weight }) =>
    seen(units, layer, weight.length, (unit) => dot(unit, weight)),
  );
  return parts.reduce<number | null>((sum, part) => (sum === null || part === null ? null : sum + part), usual.bias);
}

/** Minus the logarithm of the summed exponentials. */
function energyOf(logits: Float32Array | undefined): number | null {
  if (logits === undefined) return null;
  const [, highest] = rangeOf(logits);
  return -(highest + Math.log(logits.reduce((sum, value) => sum + Math.exp(value - highest), 0)));
}

/** How far layers are from their means over the samples, per unit. */
function mahalanobis(units: Units, spreads: Usual["spreads"]): number | null {
  let sum = 0;
  for (const { layer, mean, deviation, whitening } of spreads) {
    const squared = seen(units, layer, mean.length, (unit) => {
      const scaled = mean.map((usual, at) => ((unit[at] ?? 0) - usual) / (deviation[at] ?? 1));
      return whitening.reduce((total, column) => total + dot(scaled, column) ** 2, 0) / mean.length;
    });
    if (squared === null) return null;
    sum += squared;
  }
  return Math.sqrt(sum / spreads.length);
}

function seen(units: Units, layer: string, width: number, measure: (unit: Float32Array) => number): number | null {
  const unit = units.get(layer);
  return unit?.length === width ? measure(unit) : null;
}

/** Return the share of samples that are at least as unusual; beyond all of them it falls on, never to 0. */
function rankOf(value: number, { values, shares }: Tail): number {
  const logs = shares.map(Math.log);
  const [largest = 0, least = 1] = [values.at(-1), shares.at(-1)];
  const falling = interpolate(Math.log(8 * least), logs.toReversed(), values.toReversed());
  // The tail goes on as it fell over its last eighth.
  const width = Math.max(largest - falling, 1e-6 * Math.abs(largest), 1e-12);
  return Math.exp(interpolate(value, values, logs)) / (1 + Math.max(value - largest, 0) / width);
}

/** Return the height at a place on a line through points, whose places ascend; level beyond its ends. */
function interpolate(place: number, places: readonly number[], heights: readonly number[]): number {
  const next = places.findIndex((one) => one >= place);
  const [after, before] = [heights.at(next) ?? 0, heights.at(Math.max(0, next - 1)) ?? 0];
  if (next <= 0) return after;
  const [from = 0, to = 0] = [places[next - 1], places[next]];
  return before + ((after - before) * (place - from)) / (to - from);
}
