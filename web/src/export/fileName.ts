/** Names of saved files: what is in them, in words that every system takes. */

/** "blobs-layer4-epoch7.png"; the parts may hold what no file name can. */
export function fileName(parts: readonly (string | null)[], extension: string): string {
  const words = parts.flatMap((part) => (part === null ? [] : [tame(part)])).filter((part) => part !== "");
  return `${words.join("-") || "plot"}.${extension}`;
}

function tame(part: string): string {
  return part.replace(/[^\p{L}\p{N}._+=@-]+/gu, "-").replace(/^[-.]+|[-.]+$/g, "");
}
