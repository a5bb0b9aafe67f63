/** For tests only: tools on a page with the tiny run. */
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactElement } from "react";
import { FakeApi } from "../api/fakeApi.ts";
import type { PageLocation } from "../page/location.ts";
import { openTiny } from "../page/testing.ts";
import type { TestPage } from "../page/testing.ts";
import { PageContext } from "../page/usePage.ts";
import type { Tool } from "./Tool.ts";
import { Toolset } from "./Toolset.ts";
import { ToolsContext } from "./useTool.ts";

export interface TestTool<Store> extends TestPage {
  readonly tools: Toolset;
  readonly store: Store;
}

/** Open the tiny run with a tool; `kind` is the class of its store. */
export async function openTool<Store extends object>(
  tool: Tool,
  kind: abstract new (...needs: never[]) => Store,
  place: Partial<PageLocation> = {},
  api = new FakeApi(),
): Promise<TestTool<Store>> {
  const made = await openTiny(place, api);
  const tools = new Toolset(made.page, [tool]);
  tools.start();
  return { ...made, tools, store: tools.storeOf(kind) };
}

export function renderTool({ page, tools }: Pick<TestTool<object>, "page" | "tools">, content: ReactElement) {
  render(
    <ToolsContext value={tools}>
      <PageContext value={page}>{content}</PageContext>
    </ToolsContext>,
  );
  return userEvent.setup();
}
