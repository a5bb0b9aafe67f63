/** Reads weights in the safetensors format: a length, a header in JSON, and the tensors one after the other. */
import { ApiError } from "../ApiError.ts";

export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const LENGTH = 8;

/** Return the tensors of floating-point numbers by their names, as float32; others are left out. */
export function readSafetensors(content: ArrayBuffer, address: string): Map<string, Tensor> {
  try {
    const begin = LENGTH + Number(new DataView(content).getBigUint64(0, true));
    const header = new TextDecoder().decode(new Uint8Array(content, LENGTH, begin - LENGTH));
    const entries = Object.entries(JSON.parse(header) as Record<string, Entry>);
    return new Map(entries.flatMap(([name, entry]) => tensorOf(name, entry, content.slice(begin))));
  } catch {
    throw new ApiError("content", `The weights at ${address} can’t be read.`);
  }
}

function tensorOf(name: string, { dtype, shape, data_offsets: ends }: Entry, tensors: ArrayBuffer): [string, Tensor][] {
  const read = READERS[dtype];
  return name === "__metadata__" || read === undefined ? [] : [[name, { shape, values: read(tensors.slice(...ends)) }]];
}

const READERS: Readonly<Record<string, (bytes: ArrayBuffer) => Float32Array<ArrayBuffer>>> = {
  F32: (bytes) => new Float32Array(bytes),
  F64: (bytes) => Float32Array.from(new Float64Array(bytes)),
  F16: (bytes) => Float32Array.from(new Uint16Array(bytes), half),
  // The upper half of a float32.
  BF16: (bytes) => new Float32Array(Uint32Array.from(new Uint16Array(bytes), (bits) => bits << 16).buffer),
};

/** Return the number that has these bits as a float16. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
