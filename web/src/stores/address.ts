/** The page's place as the part of the address after `#`, so that a reload or a sent link comes back to it. */

export interface Address {
  readonly run: string | null;
  readonly layer: string | null;
  /** Null is the usual one. */
  readonly method: string | null;
  readonly nNeighbors: number | null;
  readonly minDist: number | null;
  readonly epoch: number | null;
  /** Numbers of the hidden classes; `only` lists the visible ones where those are fewer. */
  readonly hidden: readonly number[];
  readonly only: readonly number[] | null;
}

export const NOWHERE: Address = { run: null, layer: null, method: null, nNeighbors: null, minDist: null, epoch: null, hidden: [], only: null };

/** Read an address; whatever it does not say, or says in other words, is left open. */
export function parseAddress(hash: string): Address {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?", 2);
  const run = /^\/run\/([^/]+)$/.exec(path)?.[1];
  if (run === undefined) return NOWHERE;
  const said = new URLSearchParams(query);
  return {
    run: decoded(run),
    layer: said.get("layer"),
    method: said.get("method"),
    nNeighbors: number(said.get("n")),
    minDist: number(said.get("d")),
    epoch: number(said.get("epoch")),
    hidden: numbers(said.get("hidden")),
    only: said.has("only") ? numbers(said.get("only")) : null,
  };
}

export function formatAddress(address: Address): string {
  if (address.run === null) return "#/";
  const parts: [string, string | number | null][] = [
    ["layer", address.layer], ["method", address.method], ["n", address.nNeighbors], ["d", address.minDist], ["epoch", address.epoch],
    ["hidden", address.hidden.length > 0 ? address.hidden.join(",") : null],
    ["only", address.only === null ? null : address.only.join(",")],
  ];
  const said = parts.flatMap(([key, value]) => (value === null ? [] : [`${key}=${encodeURIComponent(value).replaceAll("%2C", ",")}`]));
  return `#/run/${encodeURIComponent(address.run)}${said.length > 0 ? `?${said.join("&")}` : ""}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function number(text: string | null): number | null {
  const value = text === null || text === "" ? NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

function numbers(text: string | null): number[] {
  return (text ?? "").split(",").flatMap((part) => number(part) ?? []);
}
