/** Short questions that a run can answer, to show what can be typed. */
import type { Vocabulary } from "../../queries/condition.ts";
import { extremeName } from "../../queries/text.ts";

const MOST = 3;

/** Return up to three of them, with the shortest class names, which fit into the field. */
export function shortExamples({ classes, columns, labeled, measures, predicted, texts }: Vocabulary): string[] {
  const compares = labeled && predicted;
  const [first, second] = compares ? classes.toSorted((one, other) => one.length - other.length) : [];
  const measure = measures.find((one) => one === "loss") ?? measures[0];
  const [column] = columns;
  return [
    ...(compares ? ["misclassified"] : []),
    ...(first === undefined || second === undefined ? [] : [`${first} → ${second}`]),
    ...(measure === undefined ? [] : [extremeName(measure, "high")]),
    ...(texts ? ["words of a text"] : []),
    ...(column === undefined ? [] : [`${column.name} is ${column.classes[0] ?? ""}`]),
  ].slice(0, MOST);
}
