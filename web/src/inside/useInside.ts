/** Hands the inside of the run's network to the components. */
import { usePage } from "../page/usePage.ts";
import type { Page } from "../page/Page.ts";
import { InsideStore } from "./InsideStore.ts";

/** One for each page, which keeps what was drawn while the map is shown. */
const stores = new WeakMap<Page, InsideStore>();

export function useInside(): InsideStore {
  const page = usePage();
  const known = stores.get(page);
  if (known !== undefined) return known;
  const store = new InsideStore(page);
  stores.set(page, store);
  return store;
}
