/** Labels of the events of a training. */
import { count as inDigits, inUnit } from "../ui/format.ts";
import type { Unit } from "../ui/format.ts";
import type { EventStep, FlipEvent, TrainingEvent } from "./EventsStore.ts";

/** Names listed one by one before "and n others". */
const MOST_NAMES = 6;

/** "Epoch 7: 31 samples learned (misclassified → correct); …" */
export function stepLabel({ epoch, events }: EventStep, names: readonly string[], unit: Unit = "epoch"): string {
  return `${inUnit("Epoch", unit)} ${epoch}: ${events.map((event) => eventText(event, names)).join("; ")}`;
}

export function eventText(event: TrainingEvent, names: readonly string[]): string {
  switch (event.kind) {
    case "learned":
      return `${samples(event)} learned (misclassified → correct)${burstText(event)}`;
    case "forgotten":
      return `${samples(event)} forgotten (correct → misclassified)${burstText(event)}`;
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

function burstText({ burst }: FlipEvent): string {
  return burst ? ", many more than at other steps" : "";
}

function listed(names: readonly string[]): string {
  const left = names.length - MOST_NAMES;
  return left > 0 ? `${names.slice(0, MOST_NAMES).join(", ")} and ${left} others` : names.join(", ");
}

function rate(value: number): string {
  return String(Number(value.toPrecision(2)));
}
