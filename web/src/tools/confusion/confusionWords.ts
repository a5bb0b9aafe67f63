/** What the confusion matrix says of a cell: in the cell itself, and in words. */
import { count, percent, shortCount, shortestCount } from "../../ui/words.ts";
import type { Cell, Normalization } from "./confusion.ts";
import type { ConfusionStore } from "./ConfusionStore.ts";

type Names = readonly string[];

/** "dog taken for cat" */
export function cellTitle({ label, predicted }: Cell, names: Names): string {
  const name = (number: number) => names[number] ?? String(number);
  if (label === null) return `taken for ${name(predicted)} by mistake`;
  if (predicted === null) return `${name(label)} taken for another class`;
  return label === predicted ? `${name(label)}, right` : `${name(label)} taken for ${name(predicted)}`;
}

/** "dog taken for cat: 12", or its share; with how many of them are selected. */
export function cellWords(cell: Cell, confusion: ConfusionStore, names: Names): string {
  const value = confusion.valueOf(cell);
  return [
    `${cellTitle(cell, names)}: ${confusion.normalization === "count" ? count(value) : percent(value)}`,
    ...selectedWords(cell, confusion),
  ].join(", ");
}

/** "12 of 98 (12.2 %), 3 selected" */
export function cellStory(cell: Cell, confusion: ConfusionStore, names: Names): string {
  const [part, total] = [confusion.countOf(cell), confusion.totalOf(cell)];
  const whole =
    cell.label !== null && cell.predicted !== null && confusion.normalization === "column"
      ? ` taken for ${names[cell.predicted] ?? ""}`
      : "";
  const share = total === 0 ? "" : ` (${percent(part / total)})`;
  return [`${count(part)} of ${count(total)}${whole}${share}`, ...selectedWords(cell, confusion)].join(", ");
}

function selectedWords(cell: Cell, confusion: ConfusionStore): string[] {
  const marked = confusion.markedIn(cell);
  return marked === 0 ? [] : [`${count(marked)} selected`];
}

/** The ways to write a number into a cell, the best first; shares in per cent. */
export function cellNumbers(value: number, normalization: Normalization): readonly string[] {
  if (normalization === "count") return [String(value), shortCount(value), shortestCount(value)];
  const rounded = Math.round(value * 100);
  return [rounded === 0 ? "<1" : String(rounded)];
}
