/** The part of the page's address that all tools share: its fields, and how each is read and written. */
import { formatGroups, parseGroups } from "./merging.ts";
import type { AskedGroup } from "./merging.ts";
import type { View } from "./ViewStore.ts";

/** Parameters of an address by their names. */
export type Params = ReadonlyMap<string, string>;
/** Parameters as they are written; null leaves one out. */
export type Parts = readonly (readonly [name: string, value: string | number | null])[];

/** One parameter of the address. */
interface Field<Value> {
  readonly name: string;
  /** The value of an address without the parameter. */
  readonly absent: Value;
  /** Undefined where the text is malformed. */
  readonly read: (text: string) => Value | undefined;
  readonly write: (value: Value) => string | number | null;
}

/** All of them, in the order of the address. */
const FIELDS = {
  layer: textField("layer"),
  method: textField("method"),
  nNeighbors: numberField("n"),
  minDist: numberField("d"),
  epoch: numberField("epoch"),
  /** Whether epochs are spaced evenly. */
  even: flagField("even"),
  /** Groups of classes that are shown as one, as `page/merging.ts` writes them. */
  merged: field<readonly AskedGroup[]>({ name: "merged", absent: [], read: parseGroups, write: formatGroups }),
  /** The hidden classes; `only` lists the visible ones where those are fewer. */
  hidden: field<readonly number[]>({
    name: "hidden",
    absent: [],
    read: readNumbers,
    write: (hidden) => (hidden.length === 0 ? null : hidden.join(",")),
  }),
  only: field<readonly number[] | null>({
    name: "only",
    absent: null,
    read: readNumbers,
    write: (only) => only?.join(",") ?? null,
  }),
  /** Colors of classes that are not the palette's, "#rrggbb". */
  colors: field({ name: "colors", absent: new Map(), read: readColors, write: writeColors }),
  /** What the samples are colored by; null is the class. */
  color: textField("color"),
  /** Whether the centers of the classes and their paths are drawn. */
  centers: flagField("centers"),
  /** Whether the names of the classes are in the plot. */
  names: field({
    name: "names",
    absent: true,
    read: (text) => text !== "0",
    write: (names) => (names ? null : 0),
  }),
  /** How the plot shows its samples, as `page/LookStore.ts` names it; null is what suits their number. */
  look: textField("look"),
  /** The number of samples shown; null is all. */
  samples: numberField("samples"),
  /** The selected samples, as `numbers/sampleList.ts` writes them; null is none. */
  selected: textField("selected"),
  /** The measure to sort by, null is the sample number; and whether the largest come first. */
  sort: textField("sort"),
  largestFirst: flagField("largest"),
  /** The query, as `queries/where.ts` writes it; null is none. */
  where: textField("where"),
  /** The factor that points are larger by. */
  size: field({
    name: "size",
    absent: 1,
    read: (text) => readNumber(text) ?? 1,
    write: (size) => (size === 1 ? null : size),
  }),
  /** The camera; null shows the whole projection. */
  view: field<View | null>({
    name: "view",
    absent: null,
    read: (text) => readView(text) ?? undefined,
    write: writeView,
  }),
};

type FieldName = keyof typeof FIELDS;
type Values = { readonly [Name in FieldName]: (typeof FIELDS)[Name] extends Field<infer Value> ? Value : never };

export interface PageLocation extends Values {
  readonly run: string | null;
}

const ENTRIES = Object.entries(FIELDS) as (readonly [FieldName, Field<unknown>])[];

export const NOWHERE = locationOf(null, ({ absent }) => absent);

/** The names of all parameters that `writeLocation` writes. */
export const LOCATION_NAMES: ReadonlySet<string> = new Set(ENTRIES.map(([, { name }]) => name));

/** Parse the parameters of a run's address; missing and malformed ones fall back to the default. */
export function readLocation(run: string, params: Params): PageLocation {
  return locationOf(run, ({ name, absent, read }) => {
    const text = params.get(name);
    return text === undefined ? absent : (read(text) ?? absent);
  });
}

/** Return everything but the run, in the order of the address. */
export function writeLocation(location: PageLocation): Parts {
  return ENTRIES.map(([key, { name, write }]) => [name, write(location[key])]);
}

/** Return the parameters that are written. */
export function textsOf(parts: Parts): Params {
  return new Map(parts.flatMap(([name, value]) => (value === null ? [] : [[name, String(value)] as const])));
}

/** Return the fields, but the run, in which two locations differ. */
export function differentFields(one: PageLocation, other: PageLocation): ReadonlySet<string> {
  return new Set(ENTRIES.filter(([key, { write }]) => write(one[key]) !== write(other[key])).map(([key]) => key));
}

/** Return what the page would write for a parameter; null for the default, undefined where the text is malformed. */
export function asWritten(name: string, text: string): string | null | undefined {
  const known = ENTRIES.find(([, field]) => field.name === name)?.[1];
  const value = known?.read(text);
  if (known === undefined || value === undefined) return undefined;
  const written = known.write(value);
  return written === null ? null : String(written);
}

export function readNumber(text: string | null): number | null {
  const value = text === null || text === "" ? NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

/** In the units of the frame, and as a zoom. */
const FARTHEST = 1e6;

/** Where a camera looks from; null where the text is none, or so far away or so near that nothing can be drawn there. */
export function readView(text: string | null): View | null {
  const [x, y, zoom] = readNumbers(text ?? "");
  if (x === undefined || y === undefined || zoom === undefined) return null;
  const isDrawable = Math.max(Math.abs(x), Math.abs(y), zoom, 1 / zoom) <= FARTHEST && zoom > 0;
  return isDrawable ? { x, y, zoom } : null;
}

export function writeView(view: View | null): string | null {
  return view === null ? null : [view.x, view.y, view.zoom].map(short).join(",");
}

function locationOf(run: string | null, valueOf: (field: Field<unknown>) => unknown): PageLocation {
  const values = Object.fromEntries(ENTRIES.map(([key, one]) => [key, valueOf(one)])) as unknown as Values;
  return { run, ...values };
}

function field<Value>(one: Field<Value>): Field<Value> {
  return one;
}

function textField(name: string): Field<string | null> {
  return { name, absent: null, read: (text) => text, write: (text) => text };
}

function numberField(name: string): Field<number | null> {
  return { name, absent: null, read: (text) => readNumber(text) ?? undefined, write: (value) => value };
}

function flagField(name: string): Field<boolean> {
  const values = new Map([
    ["0", false],
    ["1", true],
  ]);
  return { name, absent: false, read: (text) => values.get(text), write: (flag) => (flag ? 1 : null) };
}

/** Enough decimals for a graphics card, which rounds to fractions of a pixel, to draw the same. */
function short(value: number): string {
  return String(Number(value.toFixed(9)));
}

function readNumbers(text: string): number[] {
  return text.split(",").flatMap((part) => readNumber(part) ?? []);
}

/** "3:ff0000,5:00aa00" */
function readColors(text: string): ReadonlyMap<number, string> {
  return new Map(
    text.split(",").flatMap((part) => {
      const match = /^(\d+):([0-9a-f]{6})$/.exec(part);
      return match === null ? [] : [[Number(match[1]), `#${match[2] ?? ""}`]];
    }),
  );
}

function writeColors(colors: ReadonlyMap<number, string>): string | null {
  return colors.size === 0 ? null : [...colors].map(([number, color]) => `${number}:${color.slice(1)}`).join(",");
}
