/** The page's state at one moment, to come back to: its address, and the selection, which may be too large for that. */
import { textsOf, writeLocation } from "../page/location.ts";
import type { PageLocation, Params } from "../page/location.ts";

export interface Snapshot {
  readonly location: PageLocation;
  /** Which tool is open, and what is chosen in the tools. */
  readonly tools: Params;
  readonly samples: Uint32Array<ArrayBuffer>;
}

/** A parameter of the address that differs. */
export type Change = string;

/** What is dragged or typed: it passes many values on its way to one. */
export const CONTINUOUS: ReadonlySet<Change> = new Set(["view", "view2", "samples", "size", "colors", "where"]);
/** What a user would not go back to by itself. */
export const QUIET: ReadonlySet<Change> = new Set(["view", "view2"]);

/** Return the parameters that differ, in the order of the address. Moving in time is no change. */
export function changesBetween(one: Snapshot, other: Snapshot): ReadonlySet<Change> {
  const [before, now] = [paramsOf(one), paramsOf(other)];
  const names = [...new Set([...before.keys(), ...now.keys()])];
  const changes = new Set(names.filter((name) => before.get(name) !== now.get(name)));
  if (!isSame(one.samples, other.samples)) changes.add("selected");
  return changes;
}

function paramsOf({ location, tools }: Snapshot): Params {
  return new Map([...textsOf(writeLocation({ ...location, epoch: null, selected: null })), ...tools]);
}

function isSame(one: Uint32Array, other: Uint32Array): boolean {
  return one === other || (one.length === other.length && one.every((sample, at) => sample === other[at]));
}
