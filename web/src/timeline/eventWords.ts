/** What an event says of itself. */
import { count as inDigits } from "../ui/words.ts";
import type { FlipEvent, TrainingEvent } from "./EventsStore.ts";

/** Names listed one by one before "and n others". */
const MOST_NAMES = 6;

export function wordsOf(event: TrainingEvent, names: readonly string[]): string {
  return `Epoch ${event.epoch}: ${happening(event, names)}`;
}

function happening(event: TrainingEvent, names: readonly string[]): string {
  switch (event.kind) {
    case "learned":
      return `${samples(event)} learned (misclassified → correct)${stands(event)}`;
    case "forgotten":
      return `${samples(event)} forgotten (correct → misclassified)${stands(event)}`;
    case "emerges":
      return `${listed(event.classes.map((number) => names[number] ?? String(number)))} ${event.classes.length === 1 ? "reaches half of its" : "reach half of their"} final accuracy`;
    case "rate":
      return `the learning rate changes from ${rate(event.from)} to ${rate(event.to)}`;
    case "movers":
      return "the largest motion in this layer: the 5% of samples that move most";
  }
}

function samples({ count: number }: FlipEvent): string {
  return `${inDigits(number)} ${number === 1 ? "sample" : "samples"}`;
}

function stands({ burst }: FlipEvent): string {
  return burst ? ", many more than at other steps" : "";
}

function listed(names: readonly string[]): string {
  const left = names.length - MOST_NAMES;
  return left > 0 ? `${names.slice(0, MOST_NAMES).join(", ")} and ${left} others` : names.join(", ");
}

function rate(value: number): string {
  return String(Number(value.toPrecision(2)));
}
