/** What phrases about the highest or lowest values mean: "high loss", "top 10% margin", "suspicious labels". */
import type { SampleMeasure } from "../numbers/measures.ts";
import { extreme } from "./condition.ts";
import type { Condition, End, RankedMeasure } from "./condition.ts";
import { fromUnit, knownMeasures, measureNames } from "./measures.ts";

/** Phrases that name no measure. */
const IDIOMS: readonly (readonly [form: RegExp, measure: RankedMeasure, end: End])[] = [
  [
    /^(?:(?:likely|possibly|probably) )?(?:mis-?labell?ed|(?:wrongly|incorrectly|badly) labell?ed|suspicious(?: labels?)?|suspects?|(?:wrong|bad|noisy|incorrect|dubious) labels?|label (?:errors?|noise|mistakes?))$/i,
    "suspicion",
    "high",
  ],
  [/^trusted labels?$/i, "suspicion", "low"],
  [/^(?:first )?learned (?:late|last|latest)$|^(?:late|slowly) learned$/i, "first_learned", "high"],
  [/^(?:first )?learned (?:early|first|earliest)$|^(?:early|quickly) learned$/i, "first_learned", "low"],
  [
    /^(?:often|frequently|repeatedly) forgotten$|^forgotten (?:often|(?:the )?most|frequently|repeatedly)$/i,
    "forgotten",
    "high",
  ],
  [/^(?:confident|confidently|sure|certain)$/i, "confidence", "high"],
  [/^(?:uncertain|unsure)$/i, "confidence", "low"],
  [/^(?:hard|difficult)(?: to learn)?$/i, "label_confidence", "low"],
  [/^easy(?: to learn)?$/i, "label_confidence", "high"],
  [/^(?:ambiguous|unstable)$/i, "variability", "high"],
];

const HIGH = "high(?:er|est)?|large(?:st)?|big(?:gest)?|great(?:est)?|top|many|most",
  LOW = "low(?:er|est)?|small(?:est)?|little|least|bottom|few(?:est)?";
const END = `(?:(?:very|unusually|the) )?(?:(${HIGH})|(?:${LOW}))`;
const SHARE = String.raw`(\d*\.?\d+) ?%`;
const BEFORE = new RegExp(`^${END} (?:${SHARE} )?(?:(?:of|in|by) )?(?:the )?(.+)$`, "i");
const AFTER = new RegExp(`^(.+?) (?:(?:is|are) )?${END}$`, "i");
const WITH_SHARE = new RegExp(String.raw`^(.+?) \((?:top|bottom) ${SHARE}\)$`, "i");

/** Return what a phrase ranks samples by. */
export function ranksIn(phrase: string, measures: readonly SampleMeasure[]): Condition[] {
  const [, named = phrase, percent] = WITH_SHARE.exec(phrase) ?? [];
  return rankIn(named, knownMeasures(measures), percent === undefined ? undefined : shareOf(percent));
}

function rankIn(phrase: string, measures: readonly SampleMeasure[], share?: number): Condition[] {
  const idiom = IDIOMS.find(([form]) => form.test(phrase));
  if (idiom !== undefined) return [extreme(idiom[1], idiom[2], share)];
  const before = BEFORE.exec(phrase);
  if (before !== null) {
    const [, high, percent, name = ""] = before;
    return ranked(name, measures, high, percent === undefined ? share : shareOf(percent));
  }
  const [, name, high] = AFTER.exec(phrase) ?? [];
  return name === undefined ? [] : ranked(name, measures, high, share);
}

function ranked(
  name: string,
  measures: readonly SampleMeasure[],
  high: string | undefined,
  share?: number,
): Condition[] {
  const measure = measures.find((one) => measureNames(one).includes(name.toLowerCase()));
  return measure === undefined ? [] : [extreme(measure, high === undefined ? "low" : "high", share)];
}

function shareOf(percent: string): number {
  return fromUnit("confidence", Number(percent));
}
