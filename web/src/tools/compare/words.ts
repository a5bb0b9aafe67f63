/** What a view is called where there are two. */
import type { AppStore } from "../../app/Shell.ts";
import { METHOD_WORDS } from "../../numbers/names.ts";

/** The layer, and what else tells a view from the other one. */
export function viewWords(app: AppStore): string[] {
  const other = app.first ?? app.second.app;
  const layer = app.projection.layer ?? "";
  if (!other?.projection.entry) return [layer];
  const setting = settingWords(app);
  return [
    ...(app.run.name === other.run.name ? [] : [app.run.name ?? ""]),
    layer,
    ...(setting === settingWords(other) ? [] : [setting]),
    betweenWords(app),
  ].filter((words) => words !== "");
}

/** The epoch that both views are at. */
export function epochShown({ first, timeline }: AppStore): number {
  return (first?.timeline ?? timeline).epoch ?? 0;
}

/** Where the second view's run did not record the epoch, which ones it is drawn between; empty where it did. */
export function betweenWords(app: AppStore): string {
  const epoch = epochShown(app);
  const { epochs } = app.timeline;
  const [before, after] = [epochs.findLast((one) => one < epoch), epochs.find((one) => one > epoch)];
  if (epochs.length === 0 || epochs.includes(epoch)) return "";
  if (before === undefined || after === undefined)
    return `its ${before === undefined ? "first" : "last"} epoch is ${before ?? after ?? 0}`;
  return `drawn between its epochs ${before} and ${after}`;
}

function settingWords({ projection: { entry, method, hasValues } }: AppStore): string {
  if (entry === null || method === null) return "";
  return hasValues
    ? `${METHOD_WORDS[method].name}, n_neighbors ${entry.n_neighbors}, min_dist ${entry.min_dist}`
    : METHOD_WORDS[method].name;
}
