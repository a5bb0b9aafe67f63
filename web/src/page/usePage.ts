/** Hands the page's stores to the components. */
import { createContext, useContext } from "react";
import type { Page } from "./Page.ts";

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === null) throw new Error("usePage needs a PageContext around it");
  return page;
}
