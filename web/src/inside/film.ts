/** A map, or a unit of a vector, at the epochs that are known. */
import type { Unit } from "./ChoicesStore.ts";
import { valuesOf } from "./colors.ts";
import type { Picture } from "./colors.ts";
import type { InsideStore } from "./InsideStore.ts";
import { mapIn, mapOfFilm, unitsOf } from "./layers.ts";
import type { OneMap, PlacedLayer } from "./layers.ts";
import type { Look } from "./LooksStore.ts";

export interface Frame {
  readonly epoch: number;
  /** The unit, or the mean of the map. */
  readonly value: number;
  /** Null of a vector. */
  readonly picture: Picture | null;
}

/** Return what is known of a unit for the input of a look, in the order of the epochs. */
export function framesOf(inside: InsideStore, look: Look, unit: Unit): readonly Frame[] {
  const { answers, network } = inside;
  if (!network.small) return fromFilm(inside, look, unit);
  return network.epochs.flatMap((epoch) => {
    const summary = answers.summaryOf(look.sent.id, epoch);
    if (summary === null) return [];
    const value = unitsOf(summary, unit.layer)[unit.map] ?? 0;
    return [{ epoch, value, picture: pictureOf(mapIn(summary, unit.layer, unit.map), unit.layer) }];
  });
}

function fromFilm({ answers, network }: InsideStore, look: Look, { layer, map }: Unit): readonly Frame[] {
  const film = answers.filmOf(look.sent.id, layer, map);
  if (film === null) return [];
  return network.epochs.flatMap((epoch, at) => {
    if (film.known[at] !== 1) return [];
    const picture = pictureOf(mapOfFilm(film, layer, at), layer);
    const value = film.unit?.[at] ?? mean(picture?.values ?? Float32Array.of(0));
    return [{ epoch, value, picture }];
  });
}

function pictureOf(map: OneMap | null, { height, width }: PlacedLayer): Picture | null {
  return map === null ? null : { values: valuesOf(map), height, width };
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
