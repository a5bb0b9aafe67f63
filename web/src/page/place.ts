/** Where the page is: what all tools share, and how the address writes it. */
import type { View } from "./ViewStore.ts";

export interface Place {
  readonly run: string | null;
  readonly layer: string | null;
  /** Null is the default. */
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
  /** The query, as `queries/where.ts` writes it; null is none. */
  readonly where: string | null;
  /** Where the camera is; null shows all. */
  readonly view: View | null;
}

/** Parameters of an address by their names. */
export type Params = ReadonlyMap<string, string>;
/** Parameters as they are written; null leaves one out. */
export type Parts = readonly (readonly [name: string, value: string | number | null])[];

export const NOWHERE: Place = {
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

/** Read a run's place; whatever the parameters leave out, or say in another form, is left open. */
export function readPlace(run: string, params: Params): Place {
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
export function writePlace(place: Place): Parts {
  return [
    ["layer", place.layer],
    ["method", place.method],
    ["n", place.nNeighbors],
    ["d", place.minDist],
    ["epoch", place.epoch],
    ["hidden", place.hidden.length > 0 ? place.hidden.join(",") : null],
    ["only", place.only === null ? null : place.only.join(",")],
    ["colors", writeColors(place.colors)],
    ["color", place.color],
    ["centers", place.centers ? 1 : null],
    ["samples", place.samples],
    ["selected", place.selected],
    ["sort", place.sort],
    ["largest", place.largestFirst ? 1 : null],
    ["where", place.where],
    ["view", writeView(place.view)],
  ];
}

/** The names of all parameters that `writePlace` writes. */
export const PLACE_NAMES: ReadonlySet<string> = new Set(writePlace(NOWHERE).map(([name]) => name));

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

/** Digits enough that a graphics card, which rounds to parts of a pixel, draws the same. */
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
