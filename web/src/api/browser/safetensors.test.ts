import { expect, it } from "vitest";
import { ApiError } from "../ApiError.ts";
import { readSafetensors } from "./safetensors.ts";

/** Return a file of these tensors, each with its type, its shape and its bytes. */
function fileOf(tensors: Readonly<Record<string, readonly [string, readonly number[], Uint8Array]>>): ArrayBuffer {
  const header: Record<string, unknown> = { __metadata__: { format: "pt" } };
  const contents: number[] = [];
  for (const [name, [dtype, shape, bytes]] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [contents.length, contents.length + bytes.length] };
    contents.push(...bytes);
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
  return Uint8Array.from([...length, ...text, ...contents]).buffer;
}

function bytesOf(array: Uint16Array | Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(array.buffer);
}

it("reads every type of floating-point numbers as float32, and leaves counters out", () => {
  const halves = Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00, 0x8000);
  const file = fileOf({
    "conv.weight": ["F16", [2, 3], bytesOf(halves)],
    "conv.bias": ["F32", [2], bytesOf(Float32Array.of(0.1, -3))],
    wide: ["F64", [1], bytesOf(Float64Array.of(0.25))],
    brain: ["BF16", [2], bytesOf(Uint16Array.of(0x3f80, 0xc040))],
    counter: ["I64", [], new Uint8Array(8)],
  });
  const tensors = readSafetensors(file, "weights");
  expect([...tensors.keys()]).toEqual(["conv.weight", "conv.bias", "wide", "brain"]);
  expect(tensors.get("conv.weight")).toEqual({
    shape: [2, 3],
    values: Float32Array.of(1, -2, 2 ** -24, 65504, Infinity, -0),
  });
  expect(tensors.get("conv.bias")?.values).toEqual(Float32Array.of(0.1, -3));
  expect(tensors.get("wide")?.values).toEqual(Float32Array.of(0.25));
  expect(tensors.get("brain")?.values).toEqual(Float32Array.of(1, -3));
});

it("says that a file is no such file", () => {
  expect(() => readSafetensors(new TextEncoder().encode("<!doctype html>").buffer, "weights")).toThrow(ApiError);
});
