/** Hands what is around the page to the components at its edge. */
import { createContext, useContext } from "react";
import type { Shell } from "./Shell.ts";

export const ShellContext = createContext<Shell | null>(null);

export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (shell === null) throw new Error("useShell needs a ShellContext around it");
  return shell;
}
