/** Hands the page, its tools and what is around them to all components inside. */
import type { ReactNode } from "react";
import { PageContext } from "../page/usePage.ts";
import { ToolsContext } from "../tools/useTool.ts";
import type { Shell } from "./Shell.ts";
import { ShellContext } from "./useShell.ts";

export function ShellProvider({ shell, children }: { shell: Shell; children: ReactNode }) {
  return (
    <ShellContext value={shell}>
      <ToolsContext value={shell.tools}>
        <PageContext value={shell.page}>{children}</PageContext>
      </ToolsContext>
    </ShellContext>
  );
}
