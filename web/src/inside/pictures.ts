/** What is painted of a map or a vector, at a look or as the difference of two. */
import type { Picture } from "./colors.ts";
import { valuesOf } from "./colors.ts";
import type { InsideStore } from "./InsideStore.ts";
import { unitsOf } from "./layers.ts";
import type { PlacedLayer } from "./layers.ts";
import type { Look } from "./LooksStore.ts";

/** Return a map at a look; null until it is here. */
export function mapPicture(inside: InsideStore, look: Look, layer: PlacedLayer, map: number): Picture | null {
  const { height, width } = layer;
  if (layer.isVector) return { values: unitsOf(look.summary, layer).slice(map, map + 1), height: 1, width: 1 };
  const found = inside.looks.mapOf(look, layer, map);
  return found === null ? null : { values: valuesOf(found), height, width };
}

/** Return a whole vector as rows of cells, in an order. */
export function vectorPicture(look: Look, layer: PlacedLayer, order: readonly number[], columns: number): Picture {
  return cellsOf(unitsOf(look.summary, layer), order, columns);
}

/** Return the values of units as rows of cells, in an order; the cells after the last one are NaN. */
export function cellsOf(units: Float32Array, order: readonly number[], columns: number): Picture {
  const height = Math.ceil(order.length / columns);
  const values = new Float32Array(height * columns).fill(NaN);
  order.forEach((unit, at) => {
    values[at] = units[unit] ?? 0;
  });
  return { values, height, width: columns };
}

/** Return how much more one is than the other; null where one is not here. */
export function differenceOf(one: Picture | null, other: Picture | null): Picture | null {
  if (one === null || other === null) return null;
  return { ...one, values: one.values.map((value, at) => value - (other.values[at] ?? 0)) };
}
