/** Names of saved files, from characters that every system accepts. */

/** Return a name such as "blobs-layer4-epoch7.png"; characters that file names cannot have are replaced. */
export function fileName(parts: readonly (string | null)[], extension: string): string {
  const names = parts.flatMap((part) => (part === null ? [] : [sanitized(part)])).filter((part) => part !== "");
  return `${names.join("-") || "plot"}.${extension}`;
}

function sanitized(part: string): string {
  return part.replace(/[^\p{L}\p{N}._+=@-]+/gu, "-").replace(/^[-.]+|[-.]+$/g, "");
}
