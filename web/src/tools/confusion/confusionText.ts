/** The text of the confusion matrix: titles and labels of cells, and the numbers drawn in them. */
import { count, percent, shortCount, shortestCount } from "../../ui/format.ts";
import type { Cell, Normalization } from "./confusion.ts";
import type { ConfusionStore } from "./ConfusionStore.ts";

type Names = readonly string[];

export const HOW_TO_SELECT = "Click to select, Shift-click or ⌘-click to add, Alt-click to remove.";

/** "dog predicted as cat" */
export function cellTitle({ label, predicted }: Cell, names: Names): string {
  const name = (number: number) => names[number] ?? String(number);
  if (label === null) return `misclassified as ${name(predicted)}`;
  if (predicted === null) return `${name(label)} misclassified`;
  return label === predicted ? `${name(label)}, correct` : `${name(label)} predicted as ${name(predicted)}`;
}

/** "dog predicted as cat: 12", or its share; with the number of selected samples. */
export function cellLabel(cell: Cell, confusion: ConfusionStore, names: Names): string {
  const value = confusion.valueOf(cell);
  return [
    `${cellTitle(cell, names)}: ${confusion.normalization === "count" ? count(value) : percent(value)}`,
    ...selectedText(cell, confusion),
  ].join(", ");
}

/** "12 of 98 (12.2%), 3 selected" */
export function cellFraction(cell: Cell, confusion: ConfusionStore, names: Names): string {
  const [part, total] = [confusion.countOf(cell), confusion.totalOf(cell)];
  const whole =
    cell.label !== null && cell.predicted !== null && confusion.normalization === "column"
      ? ` predicted as ${names[cell.predicted] ?? ""}`
      : "";
  const share = total === 0 ? "" : ` (${percent(part / total)})`;
  return [`${count(part)} of ${count(total)}${whole}${share}`, ...selectedText(cell, confusion)].join(", ");
}

function selectedText(cell: Cell, confusion: ConfusionStore): string[] {
  const selected = confusion.selectedIn(cell);
  return selected === 0 ? [] : [`${count(selected)} selected`];
}

/** Return the ways to write a number in a cell, the longest first; shares are in percent. */
export function cellNumbers(value: number, normalization: Normalization): readonly string[] {
  if (normalization === "count") return [String(value), shortCount(value), shortestCount(value)];
  const rounded = Math.round(value * 100);
  return [rounded === 0 ? "<1" : String(rounded)];
}
