/** Files for people to keep: tables as comma-separated values (RFC 4180), and anything as a download. */

const KEPT_FOR = 60_000;

export function saveFile(name: string, type: string, content: BlobPart): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  Object.assign(link, { href: address, download: name });
  link.click();
  // Some browsers begin to read only after the click is over.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, KEPT_FOR);
}

export type Cell = string | number;

/** Return a heading and lines as CSV, each cell quoted where it has to be. */
export function csvOf(heading: readonly string[], lines: readonly (readonly Cell[])[]): string {
  return [heading, ...lines].map((cells) => `${cells.map(quoted).join(",")}\n`).join("");
}

/** A spreadsheet takes text that begins with one of these for a formula; an apostrophe keeps it text. */
const FORMULA = /^[=+\-@\t\r]/;

function quoted(cell: Cell): string {
  const text = isFormula(cell) ? `'${cell}` : String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function isFormula(cell: Cell): cell is string {
  return typeof cell === "string" && FORMULA.test(cell) && Number.isNaN(Number(cell));
}
