import { describe, expect, it } from "vitest";
import { ApiError } from "./ApiError.ts";
import { byteLength, decodeArrays } from "./decode.ts";
import type { BinaryFile } from "./manifest.ts";

const PREDICTIONS: BinaryFile = {
  identity: "first",
  path: "predictions.bin",
  arrays: [
    { name: "margin", dtype: "float32", shape: [1, 3] },
    { name: "predicted", dtype: "uint16", shape: [1, 3] },
    { name: "confidence", dtype: "uint8", shape: [1, 3] },
  ],
};

function predictionBytes(): ArrayBuffer {
  const bytes = new ArrayBuffer(21);
  new Float32Array(bytes, 0, 3).set([0.5, -1, 2]);
  new Uint16Array(bytes, 12, 3).set([300, 1, 2]);
  new Uint8Array(bytes, 18, 3).set([255, 128, 0]);
  return bytes;
}

describe("decodeArrays", () => {
  it("reads several arrays that follow one another without padding", () => {
    const arrays = decodeArrays(predictionBytes(), PREDICTIONS);
    expect([...arrays]).toEqual([
      ["margin", Float32Array.of(0.5, -1, 2)],
      ["predicted", Uint16Array.of(300, 1, 2)],
      ["confidence", Uint8Array.of(255, 128, 0)],
    ]);
  });

  it("returns views where the array is aligned, without copying", () => {
    const bytes = predictionBytes();
    expect(decodeArrays(bytes, PREDICTIONS).get("predicted")?.buffer).toBe(bytes);
  });

  it("copies an array that is misaligned", () => {
    const file: BinaryFile = {
      identity: "first",
      path: "x.bin",
      arrays: [
        { name: "a", dtype: "uint8", shape: [1] },
        { name: "b", dtype: "uint16", shape: [1] },
      ],
    };
    const arrays = decodeArrays(Uint8Array.of(7, 1, 2).buffer, file);
    expect(arrays.get("b")).toEqual(Uint16Array.of(513));
  });

  it("refuses an answer that is too short, and says both lengths", () => {
    expect(() => decodeArrays(new ArrayBuffer(20), PREDICTIONS)).toThrow(
      "predictions.bin has 20 bytes where the manifest promises 21",
    );
  });

  it("refuses an answer that is too long", () => {
    expect(() => decodeArrays(new ArrayBuffer(22), PREDICTIONS)).toThrow(ApiError);
  });
});

it("counts the bytes of all arrays", () => {
  expect(byteLength(PREDICTIONS.arrays)).toBe(21);
});
