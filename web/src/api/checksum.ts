/** The checksum that an export lists of its files: CRC-32, as eight hexadecimal digits. */

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

/** Return the checksum of a content that comes in parts. */
export function checksumOf(parts: readonly Uint8Array[]): string {
  let rest = 0xffffffff;
  for (const part of parts) for (const byte of part) rest = (TABLE[(rest ^ byte) & 0xff] ?? 0) ^ (rest >>> 8);
  return ((rest ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
}
