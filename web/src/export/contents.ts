/** The caption and legend of a saved plot, from the stores. */
import { isClassColumn, isColumn } from "../numbers/measures.ts";
import type { Coloring } from "../numbers/measures.ts";
import { labelOf, nameInside, METHOD_LABELS, noValueText, scaleEnds } from "../numbers/names.ts";
import { CORRECT_COLORS, MISCLASSIFIED_COLORS, NO_VALUE_COLOR, scaleColor } from "../numbers/paint.ts";
import type { ThemeName } from "../numbers/palette.ts";
import type { Emphasis } from "../numbers/scales.ts";
import type { Page } from "../page/Page.ts";
import { accuracyTexts } from "../plot/summary.ts";
import { count, percent } from "../ui/format.ts";

export interface Caption {
  readonly title: string;
  /** "Epoch 7" */
  readonly epoch: string;
  readonly facts: readonly string[];
}

export interface LegendEntry {
  readonly name: string;
  readonly color: string;
  readonly shape: "disc" | "diamond";
}

export interface Legend {
  readonly title: string;
  readonly entries: readonly LegendEntry[];
  /** The scale of a coloring by a measure. */
  readonly scale: { readonly ends: readonly [least: string, most: string]; readonly colors: readonly string[] } | null;
  /** What hollow points mean; null if there are none. */
  readonly hollow: string | null;
}

const SCALE_STEPS = 64;
const HOLLOW = "hollow while moving: motion that the layer’s neighborhoods don’t explain";

/** Return the caption of an epoch, given by its index in the projection. */
export function captionAt(page: Page, index: number): Caption {
  const epoch = page.timeline.epochs[index] ?? 0;
  const facts = [
    page.projection.layer ?? "",
    methodText(page),
    samplesText(page),
    ...accuracyTexts(page, epoch),
    trustText(page, index),
  ];
  return {
    title: page.run.manifest?.title ?? "",
    epoch: page.timeline.say(`Epoch ${epoch}`),
    facts: facts.filter((fact) => fact !== ""),
  };
}

/** Return the legend of colors and shapes, at an epoch or while moving between two. */
export function legendOf(page: Page, moving: boolean): Legend {
  const { emphasis, measure, scale, shown } = page.color;
  const theme = page.theme.resolved;
  const hasScale = measure !== null && scale !== null;
  return {
    title: labelOf(shown).name,
    entries: hasScale ? noValueEntries(page) : shown === "correct" ? verdictEntries(theme) : namedEntries(page),
    scale: hasScale
      ? { ends: scaleEnds(scale, measure, page.timeline.unit), colors: scaleSteps(emphasis, theme) }
      : null,
    hollow: moving && hasHollow(page) ? HOLLOW : null,
  };
}

/** Return the names of color codes, if they have any. */
export function namesOfCodes(
  coloring: Coloring,
  classes: readonly string[],
  column: readonly string[] = [],
): readonly string[] {
  if (isClassColumn(coloring)) return column;
  if (coloring === "correct") return ["misclassified", "correct"];
  return coloring === "class" || coloring === "predicted" ? classes : [];
}

function verdictEntries(theme: ThemeName): LegendEntry[] {
  return [
    { name: "correct", color: CORRECT_COLORS[theme], shape: "disc" },
    { name: "misclassified", color: MISCLASSIFIED_COLORS[theme], shape: "diamond" },
  ];
}

function noValueEntries({ color: { hasGaps, shown } }: Page): LegendEntry[] {
  const name = isColumn(shown) && !hasGaps ? null : noValueText(shown);
  return name === null ? [] : [{ name, color: NO_VALUE_COLOR, shape: "disc" }];
}

function namedEntries(page: Page): LegendEntry[] {
  const { column, columnColors } = page.color;
  if (column === null) return classEntries(page);
  const known = column.classes.map((name, number) => ({
    name,
    color: columnColors[number] ?? "",
    shape: "disc" as const,
  }));
  return [...known, ...noValueEntries(page)];
}

/** Classes that have samples in the plot; samples may be predicted as any class. */
function classEntries({ classes, color, subset }: Page): LegendEntry[] {
  const isListed = (number: number) =>
    color.shown === "predicted" || (classes.isVisible(number) && subset.countByClass[number] !== 0);
  return [...classes.names.entries()]
    .filter(([number]) => isListed(number))
    .map(([number, name]) => ({ name, color: classes.colorOf(number), shape: "disc" }));
}

function hasHollow({ projection }: Page): boolean {
  return projection.entry?.quality?.means.unsupported.some((share) => share > 0) ?? false;
}

function methodText({ projection, timeline }: Page): string {
  const { entry, method, hasValues } = projection;
  if (entry === null || method === null) return "";
  const name = timeline.say(METHOD_LABELS[method].name);
  return hasValues ? `${name}, n_neighbors ${entry.n_neighbors}, min_dist ${entry.min_dist}` : name;
}

function samplesText({ drawing, query, selection, subset }: Page): string {
  const shown = `showing ${count(subset.shownCount)} of ${count(subset.total)} samples`;
  if (!selection.empty) return `${shown}, ${count(drawing.selected.length)} selected`;
  return drawing.found === null ? shown : `${shown}, ${count(drawing.found.length)} highlighted: ${query.explained}`;
}

function trustText({ projection }: Page, index: number): string {
  const trust = projection.entry?.quality?.means.trustworthiness[index];
  return trust === undefined ? "" : `trustworthiness ${percent(trust)}`;
}

function scaleSteps(emphasis: Emphasis, theme: ThemeName): string[] {
  return Array.from({ length: SCALE_STEPS }, (_, step) => scaleColor(step / (SCALE_STEPS - 1), emphasis, theme));
}

export interface PosterText {
  readonly title: string;
  /** "Epoch 8 · 64%" */
  readonly headline: string;
  readonly details: readonly string[];
  /** Accuracy at all epochs that have one: `share` is 0 at the run's first epoch and 1 at its last. */
  readonly curve: readonly { readonly share: number; readonly accuracy: number }[];
  /** The index in the curve of the epoch shown; -1 if it has no accuracy. */
  readonly at: number;
}

/** Return the text of a poster of an epoch, given by its index in the projection. */
export function posterTextAt(page: Page, index: number): PosterText {
  const { run, color, projection, subset, timeline } = page;
  const epoch = timeline.epochs[index] ?? 0;
  const split = posterSplit(page);
  const points = run.metrics
    .flatMap(({ epoch: when, split: of, accuracy }) => (of === split && accuracy !== null ? [{ when, accuracy }] : []))
    .sort((a, b) => a.when - b.when);
  const [first = 0, last = 0] = [points[0]?.when, points.at(-1)?.when];
  const at = points.findIndex(({ when }) => when === epoch);
  const accuracy = points[at]?.accuracy;
  return {
    title: run.manifest?.title ?? "",
    headline: timeline.say(accuracy === undefined ? `Epoch ${epoch}` : `Epoch ${epoch} · ${percent(accuracy, 0)}`),
    details: [
      ...(accuracy === undefined ? [] : [`${split ?? ""} accuracy`.trimStart()]),
      projection.layer ?? "",
      `${count(subset.shownCount)} samples`,
      ...(color.showsLabels ? [] : [`color: ${nameInside(color.shown)}`]),
    ],
    curve: points.map(({ when, accuracy: value }) => ({
      share: last === first ? 0 : (when - first) / (last - first),
      accuracy: value,
    })),
    at,
  };
}

/** How well the network does on what it did not learn from, where that is known. */
function posterSplit({ run }: Page): string | null {
  const known = (run.manifest?.splits ?? []).filter((split) =>
    run.metrics.some((metric) => metric.split === split && metric.accuracy !== null),
  );
  return known.find((split) => split === "test") ?? known.at(-1) ?? null;
}
