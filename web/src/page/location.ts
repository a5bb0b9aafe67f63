/** The part of the page's address that all tools share, and how it is read and written. */
import type { View } from "./ViewStore.ts";

export interface PageLocation {
  readonly run: string | null;
  readonly layer: string | null;
  /** Null is the default. */
  readonly method: string | null;
  readonly nNeighbors: number | null;
  readonly minDist: number | null;
  readonly epoch: number | null;
  /** The hidden classes; `only` lists the visible ones where those are fewer. */
  readonly hidden: readonly number[];
  readonly only: readonly number[] | null;
  /** Colors of classes that are not the palette's, "#rrggbb". */
  readonly colors: ReadonlyMap<number, string>;
  /** What the samples are colored by; null is the class. */
  readonly color: string | null;
  /** Whether the centers of the classes are drawn. */
  readonly centers: boolean;
  /** The number of samples shown; null is all. */
  readonly samples: number | null;
  /** The selected samples, as `numbers/samples.ts` writes them; null is none. */
  readonly selected: string | null;
  /** The measure to sort by, null is the sample number; and whether the largest come first. */
  readonly sort: string | null;
  readonly largestFirst: boolean;
  /** The query, as `queries/where.ts` writes it; null is none. */
  readonly where: string | null;
  /** The camera; null shows the whole projection. */
  readonly view: View | null;
}

/** Parameters of an address by their names. */
export type Params = ReadonlyMap<string, string>;
/** Parameters as they are written; null leaves one out. */
export type Parts = readonly (readonly [name: string, value: string | number | null])[];

export const NOWHERE: PageLocation = {
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
};

/** Parse the parameters of a run's address; missing and malformed ones fall back to the default. */
export function readLocation(run: string, params: Params): PageLocation {
  const text = (name: string) => params.get(name) ?? null;
  return {
    run,
    layer: text("layer"),
    method: text("method"),
    nNeighbors: readNumber(text("n")),
    minDist: readNumber(text("d")),
    epoch: readNumber(text("epoch")),
    hidden: readNumbers(text("hidden")),
    only: params.has("only") ? readNumbers(text("only")) : null,
    colors: readColors(text("colors")),
    color: text("color"),
    centers: text("centers") === "1",
    samples: readNumber(text("samples")),
    selected: text("selected"),
    sort: text("sort"),
    largestFirst: text("largest") === "1",
    where: text("where"),
    view: readView(text("view")),
  };
}

/** Return everything but the run, in the order of the address. */
export function writeLocation(location: PageLocation): Parts {
  return [
    ["layer", location.layer],
    ["method", location.method],
    ["n", location.nNeighbors],
    ["d", location.minDist],
    ["epoch", location.epoch],
    ["hidden", location.hidden.length > 0 ? location.hidden.join(",") : null],
    ["only", location.only === null ? null : location.only.join(",")],
    ["colors", writeColors(location.colors)],
    ["color", location.color],
    ["centers", location.centers ? 1 : null],
    ["samples", location.samples],
    ["selected", location.selected],
    ["sort", location.sort],
    ["largest", location.largestFirst ? 1 : null],
    ["where", location.where],
    ["view", writeView(location.view)],
  ];
}

/** The names of all parameters that `writeLocation` writes. */
export const LOCATION_NAMES: ReadonlySet<string> = new Set(writeLocation(NOWHERE).map(([name]) => name));

export function readNumber(text: string | null): number | null {
  const value = text === null || text === "" ? NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

export function readView(text: string | null): View | null {
  const [x, y, zoom] = readNumbers(text);
  return x === undefined || y === undefined || zoom === undefined || zoom <= 0 ? null : { x, y, zoom };
}

export function writeView(view: View | null): string | null {
  return view === null ? null : [view.x, view.y, view.zoom].map(short).join(",");
}

/** Enough digits for a graphics card, which rounds to fractions of a pixel, to draw the same. */
function short(value: number): string {
  return String(Number(value.toPrecision(10)));
}

function readNumbers(text: string | null): number[] {
  return (text ?? "").split(",").flatMap((part) => readNumber(part) ?? []);
}

/** "3:ff0000,5:00aa00" */
function readColors(text: string | null): ReadonlyMap<number, string> {
  return new Map(
    (text ?? "").split(",").flatMap((part) => {
      const match = /^(\d+):([0-9a-f]{6})$/.exec(part);
      return match === null ? [] : [[Number(match[1]), `#${match[2] ?? ""}`]];
    }),
  );
}

function writeColors(colors: ReadonlyMap<number, string>): string | null {
  return colors.size === 0 ? null : [...colors].map(([number, color]) => `${number}:${color.slice(1)}`).join(",");
}
