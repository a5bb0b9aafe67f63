/** Textures that hold numbers, read by sample number and epoch index and never blended. */
import {
  DataArrayTexture,
  DataTexture,
  FloatType,
  NearestFilter,
  RedIntegerFormat,
  RGBAFormat,
  RGFormat,
  RGIntegerFormat,
  UnsignedByteType,
  UnsignedShortType,
} from "three";
import { inRows, ROW_SAMPLES, rowsOf } from "./positions.ts";
import type { PositionTable } from "./positions.ts";
import { ROW_COLORS } from "./shaders.ts";

/** Epochs are uploaded one by one, as they arrive. */
export function positionTexture(table: PositionTable): DataArrayTexture {
  const texture = new DataArrayTexture(table.data, ROW_SAMPLES, table.rows, table.epochs);
  texture.format = RGIntegerFormat;
  texture.type = UnsignedShortType;
  texture.internalFormat = "RG16UI";
  return unfiltered(texture);
}

/** Places of the world, floats in the layout of one epoch's positions. */
export function placeTexture(places: Float32Array<ArrayBuffer>): DataTexture {
  const texture = new DataTexture(places, ROW_SAMPLES, places.length / 2 / ROW_SAMPLES, RGFormat, FloatType);
  texture.internalFormat = "RG32F";
  texture.needsUpdate = true;
  return unfiltered(texture);
}

/** One number per sample and epoch, shape (epochs, samples), or (samples) for numbers that never change. */
export function numberTexture(values: Uint8Array | Uint16Array, samples: number): DataArrayTexture {
  const rows = rowsOf(samples);
  const layers = Math.max(1, values.length / Math.max(1, samples));
  const wide = values instanceof Uint16Array;
  const rowsOfValues = wide
    ? inRows(values, samples, new Uint16Array(rows * ROW_SAMPLES * layers))
    : inRows(values, samples, new Uint8Array(rows * ROW_SAMPLES * layers));
  const texture = new DataArrayTexture(rowsOfValues, ROW_SAMPLES, rows, layers);
  texture.format = RedIntegerFormat;
  texture.type = wide ? UnsignedShortType : UnsignedByteType;
  texture.internalFormat = wide ? "R16UI" : "R8UI";
  texture.unpackAlignment = 1;
  texture.needsUpdate = true;
  return unfiltered(texture);
}

/** RGBA bytes, shape (colors, 4). */
export function colorTexture(rgba: Uint8Array): DataTexture {
  const rows = Math.max(1, Math.ceil(rgba.length / 4 / ROW_COLORS));
  const bytes = new Uint8Array(rows * ROW_COLORS * 4);
  bytes.set(rgba);
  const texture = new DataTexture(bytes, ROW_COLORS, rows, RGBAFormat, UnsignedByteType);
  texture.needsUpdate = true;
  return unfiltered(texture);
}

function unfiltered<Texture extends DataTexture | DataArrayTexture>(texture: Texture): Texture {
  texture.minFilter = texture.magFilter = NearestFilter;
  return texture;
}
