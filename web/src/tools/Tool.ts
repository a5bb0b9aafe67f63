/** The description of a tool for the page, defined in the tool's `index.ts`. */
import { lazy } from "react";
import type { ComponentType } from "react";
import type { Page } from "../page/Page.ts";
import type { Params, Parts } from "../page/location.ts";

type Names = Readonly<Record<string, string>>;

/** A tool's part of the address. */
export interface ToolChoices<Store> {
  /** Its parameters, and what each is called in a sentence. */
  readonly names: Names;
  /** The defaults of those that a link may name although the page does not write them. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** Apply the parameters; missing and invalid ones are set to the default. A promise is kept once they are shown. */
  readonly read: (store: Store, params: Params) => void | Promise<void>;
  /** Return the choices that differ from the default. */
  readonly write: (store: Store) => Parts;
  /**
   * Whether they hold while the tool is closed, and in the next run: then they are read as soon as the run is named.
   * Other choices are read once the run is here, and only for the tool that is open.
   */
  readonly lasting?: boolean;
}

export interface ToolFace {
  /** Its name in the address. */
  readonly id: string;
  readonly title: string;
  /** Its name on the rail. */
  readonly short: string;
  /** Its purpose, for the help dialog. */
  readonly help: string;
  readonly icon: ComponentType;
  /** Why the run has nothing for this tool; null where it has. */
  readonly lacking?: (page: Page) => string | null;
  /** Its script is loaded when it is first rendered. */
  readonly Content: ComponentType;
}

export interface ToolSpec<Store extends object> extends Omit<ToolFace, "Content"> {
  readonly load: () => Promise<ComponentType>;
  readonly makeStore: (page: Page) => Store;
  /** Start loading what the tool needs. Return a function that stops this. */
  readonly start?: (store: Store, page: Page) => () => void;
  readonly choices?: ToolChoices<Store>;
}

/** A tool on a page. */
export interface MountedTool {
  readonly id: string;
  readonly store: object;
  readonly title: string;
  readonly lasting: boolean;
  readonly names: Names;
  readonly defaults: Readonly<Record<string, string>>;
  start(): () => void;
  read(params: Params): void | Promise<void>;
  write(): Parts;
}

export interface Tool extends ToolFace {
  mount(page: Page): MountedTool;
}

/** Define a tool; its store's type is known only in its own folder. */
export function defineTool<Store extends object>({ makeStore, start, choices, load, ...face }: ToolSpec<Store>): Tool {
  return {
    ...face,
    Content: lazy(async () => ({ default: await load() })),
    mount: (page) => {
      const store = makeStore(page);
      return {
        id: face.id,
        title: face.title,
        store,
        lasting: choices?.lasting ?? false,
        names: choices?.names ?? {},
        defaults: choices?.defaults ?? {},
        start: () => start?.(store, page) ?? (() => undefined),
        read: (params) => choices?.read(store, params),
        write: () => choices?.write(store) ?? [],
      };
    },
  };
}
