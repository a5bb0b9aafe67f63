/** What a view is called where there are two. */
import { METHOD_WORDS } from "../../numbers/names.ts";
import type { Page } from "../../page/Page.ts";

/** The layer, and what else tells a view from the other one. */
export function viewWords(page: Page, other: Page | null): string[] {
  const layer = page.projection.layer ?? "";
  if (!other?.projection.entry) return [layer];
  const setting = settingWords(page);
  return [
    ...(page.run.name === other.run.name ? [] : [page.run.name ?? ""]),
    layer,
    ...(setting === settingWords(other) ? [] : [setting]),
    betweenWords(page),
  ].filter((words) => words !== "");
}

/** The epoch that both views are at. */
export function epochShown({ leader, timeline }: Page): number {
  return (leader?.timeline ?? timeline).epoch ?? 0;
}

/** Where the second view's run did not record the epoch, which ones it is drawn between; empty where it did. */
export function betweenWords(page: Page): string {
  const epoch = epochShown(page);
  const { epochs } = page.timeline;
  const [before, after] = [epochs.findLast((one) => one < epoch), epochs.find((one) => one > epoch)];
  if (epochs.length === 0 || epochs.includes(epoch)) return "";
  if (before === undefined || after === undefined)
    return `its ${before === undefined ? "first" : "last"} epoch is ${before ?? after ?? 0}`;
  return `drawn between its epochs ${before} and ${after}`;
}

function settingWords({ projection: { entry, method, hasValues } }: Page): string {
  if (entry === null || method === null) return "";
  return hasValues
    ? `${METHOD_WORDS[method].name}, n_neighbors ${entry.n_neighbors}, min_dist ${entry.min_dist}`
    : METHOD_WORDS[method].name;
}
