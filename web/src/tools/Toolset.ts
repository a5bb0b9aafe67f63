/** The tools of a page, with their stores and their parts of the address. */
import type { Page } from "../page/Page.ts";
import type { Params, Parts } from "../page/location.ts";
import type { MountedTool, Tool } from "./Tool.ts";

export const NO_PARAMS: Params = new Map();

export class Toolset {
  private readonly mounted: readonly MountedTool[];

  constructor(page: Page, tools: readonly Tool[]) {
    this.mounted = tools.map((tool) => tool.mount(page));
  }

  /** Return the store of a class. */
  storeOf<Store extends object>(kind: abstract new (...needs: never[]) => Store): Store {
    const stores = this.mounted.map(({ store }) => store);
    const found = stores.find((store): store is Store => store instanceof kind);
    if (found === undefined) throw new Error(`no tool of this page has a ${kind.name}`);
    return found;
  }

  /** Start all tools. Return a function that stops them. */
  start(): () => void {
    const stops = this.mounted.map((tool) => tool.start());
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** Return the lasting choices, the open tool, and its choices. */
  write(open: string | null): Params {
    const parts: Parts = [
      ...this.mounted.filter(({ lasting }) => lasting).flatMap((tool) => tool.write()),
      ["tool", open],
      ...this.mounted.filter(({ id, lasting }) => id === open && !lasting).flatMap((tool) => tool.write()),
    ];
    return new Map(parts.flatMap(([name, value]) => (value === null ? [] : [[name, String(value)] as const])));
  }

  readLasting(params: Params): void {
    for (const tool of this.mounted) if (tool.lasting) tool.read(params);
  }

  /** Read the choices of the open tool; reset the others to their defaults. */
  readOpen(open: string | null, params: Params): void {
    for (const tool of this.mounted) if (!tool.lasting) tool.read(tool.id === open ? params : NO_PARAMS);
  }

  reset(): void {
    for (const tool of this.mounted) tool.read(NO_PARAMS);
  }
}
