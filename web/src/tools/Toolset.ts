/** The tools of a page, with their stores and their parts of the address. */
import { unlessShown } from "../page/lacking.ts";
import type { Page } from "../page/Page.ts";
import { textsOf } from "../page/location.ts";
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
    return textsOf(parts);
  }

  /** Read the lasting choices. The promise is kept once they are shown. */
  async readLasting(params: Params): Promise<void> {
    await Promise.all(this.mounted.filter(({ lasting }) => lasting).map(async (tool) => tool.read(params)));
  }

  /** Read the choices of the open tool; reset the others to their defaults. */
  readOpen(open: string | null, params: Params): void {
    for (const tool of this.mounted) if (!tool.lasting) void tool.read(tool.id === open ? params : NO_PARAMS);
  }

  /** Read the choices of one tool; the others keep theirs. */
  readChoices(id: string | null, params: Params): void {
    for (const tool of this.mounted) if (!tool.lasting && tool.id === id) void tool.read(params);
  }

  reset(): void {
    for (const tool of this.mounted) void tool.read(NO_PARAMS);
  }

  /** Return only the lasting choices among parameters. */
  lastingIn(params: Params): Params {
    const names = new Set(this.mounted.filter(({ lasting }) => lasting).flatMap((tool) => Object.keys(tool.names)));
    return new Map([...params].filter(([name]) => names.has(name)));
  }

  /** Name the change of a parameter: "change the split"; null where no tool has it. */
  nameChange(changed: string, before: Params, now: Params): string | null {
    const tool = this.mounted.find(({ names }) => changed in names);
    if (tool === undefined) return null;
    const names = Object.keys(tool.names);
    if (tool.lasting && !names.some((name) => before.has(name))) return `open ${tool.title}`;
    if (tool.lasting && !names.some((name) => now.has(name))) return `close ${tool.title}`;
    return `change the ${tool.names[changed] ?? changed}`;
  }

  /** Whether a parameter means something while the tool is open. */
  reads(name: string, open: string | null): boolean {
    return this.mounted.some(({ id, lasting, names }) => (lasting || id === open) && name in names);
  }

  /** Return a sentence for each parameter that the open tool cannot show. */
  lackingInOpen(asked: Params, open: string | null): readonly string[] {
    return this.mounted.filter(({ id, lasting }) => id === open && !lasting).flatMap((tool) => lackingIn(asked, tool));
  }

  /** Return a sentence for each lasting choice that cannot be shown. */
  lackingInLasting(asked: Params): readonly string[] {
    return this.mounted.filter(({ lasting }) => lasting).flatMap((tool) => lackingIn(asked, tool));
  }
}

function lackingIn(asked: Params, tool: MountedTool): readonly string[] {
  const shown = textsOf(tool.write());
  // A second view that shows nothing says why in its own place.
  if (tool.lasting && (shown.size === 0 || [...shown.values()].includes(""))) return [];
  return Object.entries(tool.names).flatMap(([name, word]) => {
    const text = asked.get(name) ?? "";
    if (text === "" || text === tool.defaults[name]) return [];
    return unlessShown(word, text, shown.get(name) ?? null) ?? [];
  });
}
