/** What is said of an answer. */
import type { Rejection } from "../api/looker.ts";
import { percent } from "../ui/format.ts";
import type { Source } from "./InputStore.ts";

export const SOURCE_NAMES: Record<Source, string> = { sample: "Sample", draw: "Draw", upload: "Upload" };

const SIGNS: Record<Rejection["signs"][number]["name"], string> = {
  blank: "It is emptier",
  confidence: "The network is less sure of it",
  energy: "Its logits are lower on the whole",
  distance: "It is farther from every recorded sample",
  layers: "Its first layers are farther from what is usual",
};

/** Say whether an input looks like none of the samples, and which signs say so, a sentence each. */
export function rejectionWords({ rejected, signs }: Rejection, blank: boolean): readonly string[] {
  if (blank) return ["The input is empty: there is nothing to recognize."];
  if (signs.length === 0) return [];
  const speaking = signs.filter((sign) => sign.rejects);
  if (!rejected) return ["Nothing unusual: test samples are answered like this, too."];
  return [
    "Probably none of the classes.",
    ...speaking.map(({ name, rank }) => `${SIGNS[name]} than ${beyond(rank)} of the test samples.`),
  ];
}

/** At most 2,000 test samples are compared: where a smaller share is as unusual, none is. */
const LEAST_SHARE = 1 / 2000;

/** "99%", or "any" where no test sample is as unusual. */
function beyond(rank: number): string {
  return rank < LEAST_SHARE ? "any" : percent(1 - rank, rank < 0.01 ? 1 : 0);
}
