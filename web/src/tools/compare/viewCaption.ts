/** The caption of a view when there are two. */
import { METHOD_LABELS } from "../../numbers/names.ts";
import type { Page } from "../../page/Page.ts";

/** Return the layer, and everything else that distinguishes a view from the other one. */
export function viewCaption(page: Page, other: Page | null): string[] {
  const layer = page.projection.layer ?? "";
  if (!other?.projection.entry) return [layer];
  const setting = settingText(page);
  return [
    ...(page.run.name === other.run.name ? [] : [page.run.name ?? ""]),
    layer,
    ...(setting === settingText(other) ? [] : [setting]),
    betweenText(page),
  ].filter((text) => text !== "");
}

/** Return the epoch shown in both views. */
export function epochShown({ leader, timeline }: Page): number {
  return (leader?.timeline ?? timeline).epoch ?? 0;
}

/** Return the epochs that a view is drawn between if its run did not record the one shown; empty if it did. */
function betweenText(page: Page): string {
  const epoch = epochShown(page);
  const { epochs, unit } = page.timeline;
  const [before, after] = [epochs.findLast((one) => one < epoch), epochs.find((one) => one > epoch)];
  if (epochs.length === 0 || epochs.includes(epoch)) return "";
  if (before === undefined || after === undefined)
    return `its ${before === undefined ? "first" : "last"} ${unit} is ${before ?? after ?? 0}`;
  return `drawn between its ${unit}s ${before} and ${after}`;
}

function settingText({ projection: { entry, method, hasValues }, timeline }: Page): string {
  if (entry === null || method === null) return "";
  const name = timeline.say(METHOD_LABELS[method].name);
  return hasValues ? `${name}, n_neighbors ${entry.n_neighbors}, min_dist ${entry.min_dist}` : name;
}
