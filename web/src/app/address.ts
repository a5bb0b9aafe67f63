/** The page's place as the part of the address after `#`, so that a reload or a sent link comes back to it. */
import { NOWHERE as NO_LOCATION, LOCATION_NAMES, readLocation, writeLocation } from "../page/location.ts";
import type { Params, Parts, PageLocation } from "../page/location.ts";
import { INSIDE_NAMES } from "../page/ModeStore.ts";
import type { Mode } from "../page/ModeStore.ts";

export interface Address extends PageLocation {
  /** Which tool is open, as "tool", and what is chosen in the tools, in the order of the address. */
  readonly tools: Params;
  readonly mode: Mode;
  /** What is chosen inside of the network. */
  readonly inside: Params;
}

/** Written into every address, so that a later page can still read those of this one. */
const VERSION = 1;

export const NOWHERE: Address = { ...NO_LOCATION, tools: new Map(), mode: "map", inside: new Map() };

/** Read an address; whatever it leaves out, or says in another form, is left open. */
export function parseAddress(hash: string): Address {
  const [, run, inside] = /^#?\/run\/([^/?]+)(\/inside)?(?:\?|$)/.exec(hash) ?? [];
  if (run === undefined) return NOWHERE;
  const params = [...paramsOf(hash)];
  const tools = new Map(params.filter(([name]) => !LOCATION_NAMES.has(name) && !INSIDE_NAMES.has(name)));
  return {
    ...readLocation(decoded(run), new Map(params)),
    tools,
    mode: inside === undefined ? "map" : "inside",
    inside: new Map(params.filter(([name]) => INSIDE_NAMES.has(name))),
  };
}

export function formatAddress(address: Address): string {
  if (address.run === null) return "#/";
  const isInside = address.mode === "inside";
  const parts: Parts = [...writeLocation(address), ...address.tools, ...(isInside ? address.inside : [])];
  const query = parts.flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%3A", ":")}`],
  );
  const path = `#/run/${encodeURIComponent(address.run)}${isInside ? "/inside" : ""}`;
  return `${path}${query.length > 0 ? `?v=${VERSION}&${query.join("&")}` : ""}`;
}

/** Addresses that were copied before the page spelled American English still open. */
const RENAMED = new Map([
  ["colours", "colors"],
  ["colour", "color"],
  ["centres", "centers"],
  ["normalisation", "normalization"],
]);

/** Return the parameters of an address under their current names, of each the first. */
export function paramsOf(hash: string): Params {
  const [, query = ""] = hash.split("?", 2);
  const written = [...new URLSearchParams(query)].filter(([name]) => name !== "v");
  const current = new Set(written.map(([name]) => name));
  const params = new Map<string, string>();
  for (const [name, value] of written) {
    const renamed = RENAMED.get(name) ?? name;
    const isOutdated = renamed !== name && current.has(renamed);
    if (!isOutdated && !params.has(renamed)) params.set(renamed, value);
  }
  return params;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
