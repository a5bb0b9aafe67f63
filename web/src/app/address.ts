/** The page's place as the part of the address after `#`, so that a reload or a sent link comes back to it. */
import type { View } from "../page/ViewStore.ts";

/** What can be chosen in a tool: said while it is open, null where it is the usual one. */
export interface ToolChoices {
  readonly split: string | null;
  readonly confusionView: string | null;
  readonly normalization: string | null;
  readonly order: string | null;
}

/** Where the view beside the first one is. */
export interface SecondAddress {
  /** Null is the run of the first. */
  readonly run: string | null;
  readonly layer: string | null;
  readonly method: string | null;
  readonly nNeighbors: number | null;
  readonly minDist: number | null;
  readonly view: View | null;
}

export interface Address extends ToolChoices {
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
  /** Colors of classes that are not the palette's, "#rrggbb". */
  readonly colors: ReadonlyMap<number, string>;
  /** What the samples are colored by; null is the class. */
  readonly color: string | null;
  /** Whether the centers of the classes are drawn. */
  readonly centers: boolean;
  /** How many samples are shown; null is all. */
  readonly samples: number | null;
  /** The selected samples, as `numberList.ts` writes them; null is none. */
  readonly selected: string | null;
  /** What they are sorted by, null is their number; and whether the largest come first. */
  readonly sort: string | null;
  readonly largestFirst: boolean;
  /** What is looked for, as `queries/where.ts` writes it; null is nothing. */
  readonly where: string | null;
  /** Where the camera is; null shows all. */
  readonly view: View | null;
  /** The view beside this one; null is none. */
  readonly second: SecondAddress | null;
  /** Which tool is open beside the picture; null is none. */
  readonly tool: string | null;
  /** The sample that is looked at; null is none. */
  readonly sample: number | null;
}

/** Written into every address, so that a later page can still read those of this one. */
const VERSION = 1;

export const NO_CHOICES: ToolChoices = { split: null, confusionView: null, normalization: null, order: null };

export const NOWHERE: Address = {
  run: null,
  layer: null,
  method: null,
  nNeighbors: null,
  minDist: null,
  epoch: null,
  hidden: [],
  only: null,
  colors: new Map(),
  color: null,
  centers: false,
  samples: null,
  selected: null,
  sort: null,
  largestFirst: false,
  where: null,
  view: null,
  second: null,
  tool: null,
  sample: null,
  ...NO_CHOICES,
};

/** Read an address; whatever it does not say, or says in other words, is left open. */
export function parseAddress(hash: string): Address {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?", 2);
  const run = /^\/run\/([^/]+)$/.exec(path)?.[1];
  if (run === undefined) return NOWHERE;
  const said = withCurrentNames(new URLSearchParams(query));
  return {
    run: decoded(run),
    layer: said.get("layer"),
    method: said.get("method"),
    nNeighbors: number(said.get("n")),
    minDist: number(said.get("d")),
    epoch: number(said.get("epoch")),
    hidden: numbers(said.get("hidden")),
    only: said.has("only") ? numbers(said.get("only")) : null,
    colors: colors(said.get("colors")),
    color: said.get("color"),
    centers: said.get("centers") === "1",
    samples: number(said.get("samples")),
    selected: said.get("selected"),
    sort: said.get("sort"),
    largestFirst: said.get("largest") === "1",
    where: said.get("where"),
    view: view(numbers(said.get("view"))),
    second: second(said),
    tool: said.get("tool"),
    sample: number(said.get("sample")),
    split: said.get("split"),
    confusionView: said.get("confusion"),
    normalization: said.get("normalization"),
    order: said.get("order"),
  };
}

export function formatAddress(address: Address): string {
  if (address.run === null) return "#/";
  const parts: [string, string | number | null][] = [
    ["layer", address.layer],
    ["method", address.method],
    ["n", address.nNeighbors],
    ["d", address.minDist],
    ["epoch", address.epoch],
    ["hidden", address.hidden.length > 0 ? address.hidden.join(",") : null],
    ["only", address.only === null ? null : address.only.join(",")],
    [
      "colors",
      address.colors.size === 0
        ? null
        : [...address.colors].map(([number, color]) => `${number}:${color.slice(1)}`).join(","),
    ],
    ["color", address.color],
    ["centers", address.centers ? 1 : null],
    ["samples", address.samples],
    ["selected", address.selected],
    ["sort", address.sort],
    ["largest", address.largestFirst ? 1 : null],
    ["where", address.where],
    ["view", viewWords(address.view)],
    ...secondParts(address.second),
    ["tool", address.tool],
    ["sample", address.sample],
    ["split", address.split],
    ["confusion", address.confusionView],
    ["normalization", address.normalization],
    ["order", address.order],
  ];
  const said = parts.flatMap(([key, value]) =>
    value === null ? [] : [`${key}=${encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%3A", ":")}`],
  );
  return `#/run/${encodeURIComponent(address.run)}${said.length > 0 ? `?v=${VERSION}&${said.join("&")}` : ""}`;
}

/** Addresses that were copied before the page spelled American English still open. */
const RENAMED = { colours: "colors", colour: "color", centres: "centers", normalisation: "normalization" };

function withCurrentNames(said: URLSearchParams): URLSearchParams {
  for (const [old, name] of Object.entries(RENAMED)) {
    const value = said.get(old);
    if (value !== null && !said.has(name)) said.set(name, value);
  }
  return said;
}

/** A second view is there where its layer or its run is said. */
function second(said: URLSearchParams): SecondAddress | null {
  if (!said.has("layer2") && !said.has("run2")) return null;
  return {
    run: said.get("run2"),
    layer: said.get("layer2"),
    method: said.get("method2"),
    nNeighbors: number(said.get("n2")),
    minDist: number(said.get("d2")),
    view: view(numbers(said.get("view2"))),
  };
}

function secondParts(address: SecondAddress | null): [string, string | number | null][] {
  if (address === null) return [];
  return [
    ["run2", address.run],
    ["layer2", address.layer ?? ""],
    ["method2", address.method],
    ["n2", address.nNeighbors],
    ["d2", address.minDist],
    ["view2", viewWords(address.view)],
  ];
}

function viewWords(view: View | null): string | null {
  return view === null ? null : [view.x, view.y, view.zoom].map(short).join(",");
}

/** Digits enough that a graphics card, which rounds to parts of a pixel, draws the same. */
function short(value: number): string {
  return String(Number(value.toPrecision(10)));
}

function view([x, y, zoom]: readonly number[]): View | null {
  return x === undefined || y === undefined || zoom === undefined || zoom <= 0 ? null : { x, y, zoom };
}

/** "3:ff0000,5:00aa00" */
function colors(text: string | null): ReadonlyMap<number, string> {
  return new Map(
    (text ?? "").split(",").flatMap((part) => {
      const found = /^(\d+):([0-9a-f]{6})$/.exec(part);
      return found === null ? [] : [[Number(found[1]), `#${found[2] ?? ""}`]];
    }),
  );
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
