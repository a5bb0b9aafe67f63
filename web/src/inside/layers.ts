/** Where each layer's values are in a summary, and what they look like as maps. */
import type { Film, InsideLayer, Maps, Summary } from "../api/looker.ts";

/** A layer with its place in the network and in a summary. */
export interface PlacedLayer extends InsideLayer {
  /** From 0. */
  readonly number: number;
  /** How many maps it has, or units if it is a vector. */
  readonly count: number;
  /** Pixels of a map; a unit of a vector has one. */
  readonly height: number;
  readonly width: number;
  readonly isVector: boolean;
  /** The places of its first unit, map, and byte of maps in a summary. */
  readonly firstUnit: number;
  readonly firstMap: number;
  readonly firstByte: number;
}

/** One map: a value is low + byte / 255 × (high − low). */
export interface OneMap {
  /** (height, width). */
  readonly pixels: Uint8Array;
  readonly low: number;
  readonly high: number;
}

export function placeLayers(layers: readonly InsideLayer[]): readonly PlacedLayer[] {
  let [firstUnit, firstMap, firstByte] = [0, 0, 0];
  return layers.map((layer, number) => {
    const [count = 0, height = 1, width = 1] = layer.shape;
    const isVector = layer.shape.length === 1;
    const placed = { ...layer, number, count, height, width, isVector, firstUnit, firstMap, firstByte };
    firstUnit += count;
    firstMap += isVector ? 0 : count;
    firstByte += isVector ? 0 : count * height * width;
    return placed;
  });
}

/** Return the values of a vector, or the means of the maps of a layer. */
export function unitsOf({ unit }: Summary, { firstUnit, count }: PlacedLayer): Float32Array {
  return unit.subarray(firstUnit, firstUnit + count);
}

/** Return the lowest and the highest value of a layer. */
export function rangeOf({ range }: Summary, { number }: PlacedLayer): readonly [low: number, high: number] {
  return [range[number * 2] ?? 0, range[number * 2 + 1] ?? 0];
}

/** Return a map out of a summary's; null where that has none, or the layer is a vector. */
export function mapIn({ maps }: Summary, layer: PlacedLayer, map: number): OneMap | null {
  return maps === null || layer.isVector ? null : nthMap(maps, layer, map, layer.firstMap, layer.firstByte);
}

/** Return a map of a film at an epoch by its place; null where it is not known, or it is of a vector. */
export function mapOfFilm({ known, maps }: Film, layer: PlacedLayer, at: number): OneMap | null {
  return maps === null || known[at] !== 1 ? null : nthMap(maps, layer, at, 0, 0);
}

/** Return a map out of several maps of a layer, the first of which is `first`. */
export function mapAmong(maps: Maps, layer: PlacedLayer, map: number, first: number): OneMap {
  return nthMap(maps, layer, map - first, 0, 0);
}

function nthMap(
  { range, map: bytes }: Maps,
  { height, width }: PlacedLayer,
  nth: number,
  firstMap: number,
  firstByte: number,
): OneMap {
  const from = firstByte + nth * height * width;
  const [low = 0, high = 0] = range.subarray((firstMap + nth) * 2, (firstMap + nth) * 2 + 2);
  return { pixels: bytes.subarray(from, from + height * width), low, high };
}

/** Return the value at a pixel of a map. */
export function valueAt({ pixels, low, high }: OneMap, at: number): number {
  return low + ((pixels[at] ?? 0) / 255) * (high - low);
}

/** "conv2", and "relu, call 3" of what is called again. */
export function nameOfLayer({ name, call }: InsideLayer): string {
  return call === 1 ? name : `${name}, call ${call}`;
}

/** "16 maps of 10 × 10", "120 units" */
export function sizeOfLayer({ count, height, width, isVector }: PlacedLayer): string {
  if (isVector) return `${count} ${count === 1 ? "unit" : "units"}`;
  return `${count} ${count === 1 ? "map" : "maps"} of ${height} × ${width}`;
}

/** The same for those who listen: "16 maps of 10 by 10" */
export function sizeInWords(layer: PlacedLayer): string {
  return sizeOfLayer(layer).replace("×", "by");
}
