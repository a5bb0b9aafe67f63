/** Hands the stores to the components. */
import { createContext, useContext } from "react";
import type { AppStore } from "../app/Shell.ts";

export const AppContext = createContext<AppStore | null>(null);

export function useApp(): AppStore {
  const app = useContext(AppContext);
  if (app === null) throw new Error("useApp needs an AppContext around it");
  return app;
}
