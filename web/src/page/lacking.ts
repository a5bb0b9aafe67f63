/** Describe as text what an address names and the run lacks. */
import { parseSamples } from "../numbers/sampleList.ts";
import { parseWhere } from "../queries/where.ts";
import { count } from "../ui/format.ts";
import { asWritten, LOCATION_NAMES, readView } from "./location.ts";
import type { Params } from "./location.ts";
import type { PartStores } from "./parts.ts";

/** Return a sentence about what of a parameter's text the run lacks; null where it has all of it. */
type Rule = (text: string, page: PartStores) => string | null;

const LONGEST_QUOTE = 40;
const MOST_LISTED = 3;

/** Other parameters are compared with what the page writes for them. */
const RULES: Readonly<Partial<Record<string, Rule>>> = {
  layer: (text, { projection }) => {
    const isRecorded = projection.layers.some(({ name }) => name === text);
    const what = `${isRecorded ? "a projection of " : ""}layer ${quoted(text)}`;
    return text === projection.layer ? null : namesLacking(what, projection.layer);
  },
  method: choiceRule("method", ({ projection }) => projection.method),
  n: choiceRule("n_neighbors", ({ projection: { entry, hasValues } }) => (hasValues ? entry?.n_neighbors : undefined)),
  d: choiceRule("min_dist", ({ projection: { entry, hasValues } }) => (hasValues ? entry?.min_dist : undefined)),
  epoch: (text, { timeline }) => unlessShown(timeline.unit, text, timeline.epoch?.toString() ?? null),
  color: choiceRule("coloring", ({ color }) => color.coloring),
  sort: choiceRule("measure", ({ card }) => card.sorting ?? "sample numbers"),
  hidden: listRule("class", "classes", isClass),
  only: listRule("class", "classes", isClass),
  colors: listRule(
    "color",
    "colors",
    (text, page) => /^\d+:[0-9a-f]{6}$/.test(text) && isClass(text.split(":")[0] ?? "", page),
  ),
  where: listRule("condition", "conditions", (text, { query }) => parseWhere(text, query.vocabulary).length > 0),
  samples: (text, { subset: { total } }) =>
    Number(text) > total ? namesLacking(`${count(Number(text))} samples`, `all ${count(total)}`) : null,
  selected: (text, { subset }) => {
    const list = parseSamples(text, subset.total);
    if (list === null) return meansNothing("selected", text);
    if (list.lacking === null) return null;
    const { count: lacking, first } = list.lacking;
    return namesLacking(lacking === 1 ? `sample ${first}` : `${count(lacking)} samples`);
  },
};

/** Return a sentence for each of the page's parameters that the run cannot show, once it is shown. */
export function lackingIn(asked: Params, shown: Params, page: PartStores): readonly string[] {
  return [...asked].flatMap(([name, text]) => {
    if (text === "" || !LOCATION_NAMES.has(name)) return [];
    const written = asWritten(name, text);
    if (written === undefined) return meansNothing(name, text);
    const rule = RULES[name] ?? (() => unlessShown(name, written, shown.get(name) ?? null));
    return rule(text, page) ?? [];
  });
}

/** "This link names layer “block9”, which this run doesn’t have; showing logits instead." */
export function namesLacking(what: string, instead: string | number | null = null, owner = "run"): string {
  const shown = instead === null ? "" : `; showing ${instead} instead`;
  return `This link names ${what}, which this ${owner} doesn’t have${shown}.`;
}

export function meansNothing(name: string, text: string): string {
  return `This link says ${quoted(`${name}=${text}`)}, which means nothing here.`;
}

/** Null where a parameter is shown as requested. */
export function unlessShown(word: string, asked: string | null, shown: string | null): string | null {
  // A camera can look anywhere, and its numbers are rounded on the way.
  if (asked === null || readView(asked) !== null) return null;
  const isSame = asked === shown || (shown !== null && Number(asked) === Number(shown));
  return isSame ? null : namesLacking(`${word} ${quoted(asked)}`, shown);
}

/** Numbers are not quoted. */
function quoted(text: string): string {
  if (text.length <= LONGEST_QUOTE && /^-?[\d.]+$/.test(text)) return text;
  return `“${text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text}”`;
}

/** One value of those that the run has; `shown` gives undefined where it does not matter. */
function choiceRule(word: string, shown: (page: PartStores) => string | number | null | undefined): Rule {
  return (text, page) => {
    const value = shown(page);
    return value === undefined ? null : unlessShown(word, text, value === null ? null : String(value));
  };
}

/** Several values, each of which the run has or lacks. */
function listRule(one: string, many: string, has: (text: string, page: PartStores) => boolean): Rule {
  return (text, page) => {
    const lacking = text.split(",").filter((part) => !has(part, page));
    return lacking.length === 0 ? null : namesLacking(`${lacking.length === 1 ? one : many} ${listed(lacking)}`);
  };
}

/** "7, 8 and 9", or "7, 8, 9 and 4 more" */
function listed(texts: readonly string[]): string {
  const some = texts.slice(0, MOST_LISTED).map(quoted);
  const last = texts.length > MOST_LISTED ? `${texts.length - MOST_LISTED} more` : some.pop();
  return some.length === 0 ? (last ?? "") : `${some.join(", ")} and ${last ?? ""}`;
}

function isClass(text: string, { classes }: PartStores): boolean {
  return /^\d+$/.test(text) && Number(text) < classes.names.length;
}
