/** Reads the API's `.bin` answers: little-endian arrays one after the other, as the manifest lists them. */
import { ApiError } from "./ApiError.ts";
import type { ArraySpec, BinaryFile, DType } from "./manifest.ts";

export type TypedArray =
  Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

const CONSTRUCTORS = { float32: Float32Array, uint32: Uint32Array, uint16: Uint16Array, uint8: Uint8Array } as const;

/** Return each listed array by name: a view of the buffer, or a copy where it is misaligned. */
export function decodeArrays(buffer: ArrayBuffer, file: BinaryFile): Map<string, TypedArray> {
  const expected = byteLength(file.arrays);
  if (buffer.byteLength !== expected) throw wrongLength(file.path, buffer.byteLength, expected);
  const arrays = new Map<string, TypedArray>();
  let offset = 0;
  for (const spec of file.arrays) {
    arrays.set(spec.name, viewAt(buffer, offset, spec));
    offset += byteLength([spec]);
  }
  return arrays;
}

/** Return arrays of zeros as they are listed, by name. */
export function emptyArrays(specs: readonly ArraySpec[]): Map<string, TypedArray> {
  return new Map(specs.map((spec) => [spec.name, new CONSTRUCTORS[spec.dtype](length(spec))]));
}

export function byteLength(arrays: readonly ArraySpec[]): number {
  return arrays.reduce((sum, spec) => sum + length(spec) * bytesOf(spec.dtype), 0);
}

export function wrongLength(path: string, bytes: number, expected: number): ApiError {
  return new ApiError(
    "content",
    `${path} has ${bytes} bytes where the manifest promises ${expected}. Reload the page: the run may have changed.`,
  );
}

function viewAt(buffer: ArrayBuffer, offset: number, spec: ArraySpec): TypedArray {
  const Typed = CONSTRUCTORS[spec.dtype];
  const bytes = bytesOf(spec.dtype);
  const aligned = offset % bytes === 0;
  return aligned
    ? new Typed(buffer, offset, length(spec))
    : new Typed(buffer.slice(offset, offset + length(spec) * bytes));
}

function length(spec: ArraySpec): number {
  return spec.shape.reduce((product, size) => product * size, 1);
}

function bytesOf(dtype: DType): number {
  return CONSTRUCTORS[dtype].BYTES_PER_ELEMENT;
}
