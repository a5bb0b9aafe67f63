/** What is said of an answer. */
import type { Rejection } from "../api/looker.ts";
import { percent } from "../ui/format.ts";
import type { Source } from "./InputStore.ts";

export const SOURCE_NAMES: Record<Source, string> = {
  sample: "Sample",
  draw: "Draw",
  upload: "Upload",
  camera: "Camera",
};

/** "Sample 3" */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** A message of the server, which begins in lower case and has no full stop, as a sentence. */
export function sentence(message: string): string {
  return capital(message) + (/[.!?]$/.test(message) ? "" : ".");
}

/** Say why there are no inputs of a source. */
export function whyNot(source: Source): string {
  return source === "sample"
    ? "Recorded samples can’t be looked at: this run doesn’t keep their pictures in the size of the network’s input."
    : "Pictures can’t be looked at: this network’s input is neither gray nor in color.";
}

/** Of one among the most samples that are compared. */
const LEAST_RANK = 0.0005;

const SIGNS: Record<Exclude<Rejection["signs"][number]["name"], "blank">, string> = {
  confidence: "The network is less sure of it",
  energy: "Its logits are lower on the whole",
  distance: "It is farther from every recorded sample",
  layers: "What layers make of it is farther from what they make of the samples",
  made: "It is more like dots, scribbles and noise to the network",
};

/** Say whether an input looks like none of the samples, and which signs say so, a sentence each. */
export function rejectionWords({ rejected, signs }: Rejection): readonly string[] {
  if (signs.some(({ name }) => name === "blank")) return ["The input is empty: there is nothing to recognize."];
  if (signs.length === 0) return [];
  const speaking = signs.filter((sign) => sign.rejects);
  if (!rejected) return ["Nothing unusual: test samples are answered like this, too."];
  return [
    "Probably none of the classes.",
    ...speaking.flatMap(({ name, rank }) =>
      name === "blank" ? [] : [`${SIGNS[name]} than ${beyond(rank)} of the test samples.`],
    ),
  ];
}

/** "99.4%"; "any" where no test sample is as unusual. */
function beyond(rank: number): string {
  return rank < LEAST_RANK ? "any" : percent(1 - rank);
}
