import { expect, it } from "vitest";
import { checksumOf } from "./checksum.ts";

it("is the CRC-32 that other programs compute, of a content in any parts", () => {
  const content = new TextEncoder().encode("123456789");
  expect(checksumOf([content])).toBe("cbf43926");
  expect(checksumOf([content.subarray(0, 4), content.subarray(4)])).toBe("cbf43926");
  expect(checksumOf([])).toBe("00000000");
});
