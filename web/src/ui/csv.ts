/** Comma-separated values (RFC 4180): a heading and lines, each cell quoted where it has to be. */

export type Cell = string | number;

export function csvOf(heading: readonly string[], lines: readonly (readonly Cell[])[]): string {
  return [heading, ...lines].map((cells) => `${cells.map(quoted).join(",")}\n`).join("");
}

function quoted(cell: Cell): string {
  const text = String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
