/** Names steps by what they change: "hide class cat", "select 12 samples". */
import { METHODS } from "../api/manifest.ts";
import { coloringOf, measureOf } from "../numbers/measures.ts";
import type { Coloring } from "../numbers/measures.ts";
import { nameInside } from "../numbers/names.ts";
import type { PageLocation } from "../page/location.ts";
import { TOOLS } from "../tools/index.ts";
import type { Toolset } from "../tools/Toolset.ts";
import { count } from "../ui/format.ts";
import type { Unit } from "../ui/format.ts";
import type { Change, Snapshot } from "./snapshot.ts";

interface Needs {
  readonly classes: readonly string[];
  /** What samples are colored by where nothing else is chosen. */
  readonly suitable: Coloring;
  readonly tools: Toolset;
  /** What the numbers of epochs count. */
  readonly unit: Unit;
}

type Name = (before: Snapshot, now: Snapshot, needs: Needs) => string;

/** The first that changed names the step. */
const NAMES: readonly (readonly [Change, Name])[] = [
  ["layer", (_, { location: { layer } }) => `show layer ${layer ?? ""}`],
  ["method", (_, { location: { method } }) => `use method ${method ?? METHODS[0]}`],
  ["n", (_, { location: { nNeighbors } }) => `set n_neighbors to ${nNeighbors ?? ""}`],
  ["d", (_, { location: { minDist } }) => `set min_dist to ${minDist ?? ""}`],
  ["tool", toolName],
  ["merged", (_, { location: { merged } }) => (merged.length === 0 ? "show each class by itself" : "merge classes")],
  ["hidden", classesName],
  ["only", classesName],
  ["colors", () => "change a class color"],
  ["color", (_, { location: { color } }, { suitable }) => `color by ${nameInside(coloringOf(color) ?? suitable)}`],
  ["even", (_, { location: { even } }, { unit }) => `space ${unit}s ${even ? "evenly" : "as they are"}`],
  ["centers", (_, { location: { centers } }) => `${centers ? "show" : "hide"} class paths`],
  ["names", (_, { location: { names } }) => `${names ? "show" : "hide"} class names`],
  ["look", lookName],
  ["size", (before, now) => `make points ${now.location.size > before.location.size ? "larger" : "smaller"}`],
  ["samples", (_, { location: { samples } }) => `show ${samples === null ? "all" : count(samples)} samples`],
  ["selected", (_, { samples }) => selectionName(samples)],
  ["sort", (_, { location: { sort } }) => `sort by ${sortingName(sort)}`],
  ["largest", () => "reverse the order"],
  ["where", (_, { location: { where } }) => (where === null ? "clear the query" : "change the query")],
  ["view", () => "move the camera"],
];

export function nameStep(before: Snapshot, now: Snapshot, changes: ReadonlySet<Change>, needs: Needs): string {
  const name = NAMES.find(([change]) => changes.has(change))?.[1];
  if (name !== undefined) return name(before, now, needs);
  const [change = ""] = changes;
  return needs.tools.nameChange(change, before.tools, now.tools) ?? `change the ${change}`;
}

function toolName(before: Snapshot, now: Snapshot): string {
  const titleOf = (id: string | undefined) => TOOLS.find((tool) => tool.id === id)?.title ?? "the tool";
  const open = now.tools.get("tool");
  return open === undefined ? `close ${titleOf(before.tools.get("tool"))}` : `open ${titleOf(open)}`;
}

/** A location without a look leaves it to the number of samples, as if the other one had been switched off. */
function lookName(before: Snapshot, now: Snapshot): string {
  const shows = now.location.look === "density" || before.location.look === "points";
  return `${shows ? "show" : "hide"} density`;
}

function classesName(before: Snapshot, now: Snapshot, { classes }: Needs): string {
  const [were, are] = [hiddenIn(before.location, classes), hiddenIn(now.location, classes)];
  const numbers = [...classes.keys()];
  const [hidden, shown] = [
    numbers.filter((number) => are.has(number) && !were.has(number)),
    numbers.filter((number) => were.has(number) && !are.has(number)),
  ];
  const nameOf = (number: number | undefined) => classes[number ?? 0] ?? "";
  if (are.size === 0) return shown.length === 1 ? `show class ${nameOf(shown[0])}` : "show all classes";
  if (hidden.length === 1 && shown.length === 0) return `hide class ${nameOf(hidden[0])}`;
  if (shown.length === 1 && hidden.length === 0) return `show class ${nameOf(shown[0])}`;
  if (are.size === classes.length - 1) return `show only ${nameOf(numbers.find((number) => !are.has(number)))}`;
  return are.size === classes.length ? "hide all classes" : "change the classes shown";
}

function hiddenIn({ hidden, only }: PageLocation, classes: readonly string[]): ReadonlySet<number> {
  return new Set(only === null ? hidden : [...classes.keys()].filter((number) => !only.includes(number)));
}

function selectionName(samples: Uint32Array): string {
  if (samples.length === 0) return "clear the selection";
  return samples.length === 1 ? `select sample ${samples[0] ?? ""}` : `select ${count(samples.length)} samples`;
}

function sortingName(sort: string | null): string {
  const measure = measureOf(sort);
  return measure === null ? "sample number" : nameInside(measure);
}
