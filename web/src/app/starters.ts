/** Questions to start with: each is an address that answers it. */
import type { Page } from "../page/Page.ts";
import type { Address } from "./address.ts";

export interface Starter {
  readonly question: string;
  readonly address: Address;
}

/** Return the questions that the run can answer, from where the page is; at most three. */
export function startersOf(page: Page, here: Address): Starter[] {
  const [pair, { colorings }] = [mostConfused(page), page.color];
  const plain: Address = {
    ...here,
    color: null,
    hidden: [],
    only: null,
    selected: null,
    where: null,
    tools: new Map(),
  };
  const starters: Starter[] = [];
  if (pair !== null)
    starters.push({
      question: `Where do ${page.classes.names[pair[0]] ?? ""} and ${page.classes.names[pair[1]] ?? ""} part?`,
      address: { ...plain, only: pair },
    });
  if (colorings.includes("forgotten"))
    starters.push({ question: "What is forgotten?", address: { ...plain, color: "forgotten" } });
  if (page.run.manifest?.label_errors != null)
    starters.push({
      question: "Which labels look wrong?",
      address: { ...plain, tools: new Map([["tool", "labels"]]) },
    });
  return starters;
}

/** The two classes that are predicted as each other most often at the last epoch; null where none are. */
export function mostConfused({
  classes,
  predictions,
  run,
}: Pick<Page, "classes" | "predictions" | "run">): readonly [number, number] | null {
  const label = run.labeled ? run.samples?.label : undefined;
  const predicted = predictions.predictions?.predicted;
  if (label === undefined || predicted === undefined) return null;
  const [total, last] = [classes.names.length, predicted.length - label.length];
  const counts = new Map<number, number>();
  label.forEach((is, sample) => {
    const said = predicted[last + sample] ?? is;
    if (is === said || said >= total) return;
    const pair = Math.min(is, said) * total + Math.max(is, said);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  });
  const [most] = [...counts].sort((one, other) => other[1] - one[1]);
  return most === undefined ? null : [Math.floor(most[0] / total), most[0] % total];
}
