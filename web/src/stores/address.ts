/** The page's place as the part of the address after `#`, so that a reload or a sent link comes back to it. */
import type { View } from "./ViewStore.ts";

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
  /** Colours of classes that are not the palette's, "#rrggbb". */
  readonly colours: ReadonlyMap<number, string>;
  /** What the samples are coloured by; null is the class. */
  readonly colour: string | null;
  /** Whether the centres of the classes are drawn. */
  readonly centres: boolean;
  /** How many samples are shown; null is all. */
  readonly samples: number | null;
  /** The selected samples, as `numberList.ts` writes them; null is none. */
  readonly selected: string | null;
  /** What is looked for, as `queries/where.ts` writes it; null is nothing. */
  readonly where: string | null;
  /** Where the camera is; null shows all. */
  readonly view: View | null;
  /** Which tool is open beside the picture; null is none. */
  readonly tool: string | null;
  /** The sample that is looked at; null is none. */
  readonly sample: number | null;
}

/** Written into every address, so that a later page can still read those of this one. */
const VERSION = 1;

export const NOWHERE: Address = { run: null, layer: null, method: null, nNeighbors: null, minDist: null, epoch: null, hidden: [], only: null, colours: new Map(), colour: null, centres: false, samples: null, selected: null, where: null, view: null, tool: null, sample: null };

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
    colours: colours(said.get("colours")),
    colour: said.get("colour"),
    centres: said.get("centres") === "1",
    samples: number(said.get("samples")),
    selected: said.get("selected"),
    where: said.get("where"),
    view: view(numbers(said.get("view"))),
    tool: said.get("tool"),
    sample: number(said.get("sample")),
  };
}

export function formatAddress(address: Address): string {
  if (address.run === null) return "#/";
  const parts: [string, string | number | null][] = [
    ["layer", address.layer], ["method", address.method], ["n", address.nNeighbors], ["d", address.minDist], ["epoch", address.epoch],
    ["hidden", address.hidden.length > 0 ? address.hidden.join(",") : null],
    ["only", address.only === null ? null : address.only.join(",")],
    ["colours", address.colours.size === 0 ? null : [...address.colours].map(([number, colour]) => `${number}:${colour.slice(1)}`).join(",")],
    ["colour", address.colour], ["centres", address.centres ? 1 : null], ["samples", address.samples], ["selected", address.selected], ["where", address.where],
    ["view", address.view === null ? null : [address.view.x, address.view.y, address.view.zoom].map(short).join(",")],
    ["tool", address.tool], ["sample", address.sample],
  ];
  const said = parts.flatMap(([key, value]) => (value === null ? [] : [`${key}=${encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%3A", ":")}`]));
  return `#/run/${encodeURIComponent(address.run)}${said.length > 0 ? `?v=${VERSION}&${said.join("&")}` : ""}`;
}

/** Digits enough that a graphics card, which rounds to parts of a pixel, draws the same. */
function short(value: number): string {
  return String(Number(value.toPrecision(10)));
}

function view([x, y, zoom]: readonly number[]): View | null {
  return x === undefined || y === undefined || zoom === undefined || zoom <= 0 ? null : { x, y, zoom };
}

/** "3:ff0000,5:00aa00" */
function colours(text: string | null): ReadonlyMap<number, string> {
  return new Map((text ?? "").split(",").flatMap((part) => {
    const found = /^(\d+):([0-9a-f]{6})$/.exec(part);
    return found === null ? [] : [[Number(found[1]), `#${found[2] ?? ""}`]];
  }));
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
