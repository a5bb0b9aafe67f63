/** Bytes as text of an address: base64 with the two characters that an address takes. */

export function textOfBytes(bytes: ArrayLike<number>): string {
  return btoa(String.fromCharCode(...Array.from(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Return the bytes of a text up to where it is none. */
export function bytesOfText(text: string): number[] {
  const [valid = ""] = /^[\w-]*/.exec(text) ?? [];
  // One character more than a multiple of four holds no byte.
  const whole = valid.length % 4 === 1 ? valid.slice(0, -1) : valid;
  return Array.from(atob(whole.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
}
