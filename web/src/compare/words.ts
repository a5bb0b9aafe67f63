/** What a view is called where there are two. */
import type { AppStore } from "../stores/AppStore.ts";
import { METHOD_WORDS } from "../ui/names.ts";

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
  ];
}

function settingWords({ projection: { entry, method, hasValues } }: AppStore): string {
  if (entry === null || method === null) return "";
  return hasValues ? `${METHOD_WORDS[method].name}, n_neighbors ${entry.n_neighbors}, min_dist ${entry.min_dist}` : METHOD_WORDS[method].name;
}
