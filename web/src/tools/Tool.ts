/** What the page needs to know of a tool; a tool's `index.ts` says it. */
import type { ComponentType } from "react";
import type { Page } from "../page/Page.ts";
import type { Params, Parts } from "../page/location.ts";

/** A tool's part of the address. */
export interface ToolChoices<Store> {
  /** Choose what the parameters name; what they leave out, or name wrongly, is the default. */
  readonly read: (store: Store, params: Params) => void;
  /** Return what is not the default. */
  readonly write: (store: Store) => Parts;
  /**
   * Whether they hold while the tool is closed, and in the next run: then they are read as soon as the run is named.
   * Other choices are read once the run is here, and only for the tool that is open.
   */
  readonly lasting?: boolean;
}

export interface ToolFace {
  /** As the address names it. */
  readonly id: string;
  readonly title: string;
  /** Its name on the rail. */
  readonly short: string;
  /** What it is for, as the help says it. */
  readonly help: string;
  readonly icon: ComponentType;
  readonly Content: ComponentType;
}

export interface ToolSpec<Store extends object> extends ToolFace {
  readonly makeStore: (page: Page) => Store;
  /** Load what the tool needs, for as long as the page lives. Returns how to stop. */
  readonly start?: (store: Store, page: Page) => () => void;
  readonly choices?: ToolChoices<Store>;
}

/** A tool on a page. */
export interface MountedTool {
  readonly id: string;
  readonly store: object;
  readonly lasting: boolean;
  start(): () => void;
  read(params: Params): void;
  write(): Parts;
}

export interface Tool extends ToolFace {
  mount(page: Page): MountedTool;
}

/** Make a tool whose store's type only its own folder knows. */
export function defineTool<Store extends object>({ makeStore, start, choices, ...face }: ToolSpec<Store>): Tool {
  return {
    ...face,
    mount: (page) => {
      const store = makeStore(page);
      return {
        id: face.id,
        store,
        lasting: choices?.lasting ?? false,
        start: () => start?.(store, page) ?? (() => undefined),
        read: (params) => {
          choices?.read(store, params);
        },
        write: () => choices?.write(store) ?? [],
      };
    },
  };
}
