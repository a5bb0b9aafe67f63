/** Gives components access to the stores of their tools. */
import { createContext, useContext } from "react";
import type { Toolset } from "./Toolset.ts";

export const ToolsContext = createContext<Toolset | null>(null);

/** Return a tool's store by its class. */
export function useTool<Store extends object>(kind: abstract new (...needs: never[]) => Store): Store {
  const tools = useContext(ToolsContext);
  if (tools === null) throw new Error("useTool needs a ToolsContext around it");
  return tools.storeOf(kind);
}
