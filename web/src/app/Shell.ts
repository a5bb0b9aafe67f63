/** The page and its tools, made and wired in this one place, and the address of both. */
import { makeAutoObservable } from "mobx";
import { SaveStore } from "../export/SaveStore.ts";
import { Page } from "../page/Page.ts";
import type { Surroundings } from "../page/Page.ts";
import { TOOLS } from "../tools/index.ts";
import { NO_PARAMS, Toolset } from "../tools/Toolset.ts";
import { NOWHERE } from "./address.ts";
import type { Address } from "./address.ts";
import { FirstVisit } from "./FirstVisit.ts";
import { LinkStore } from "./LinkStore.ts";

export class Shell {
  readonly page: Page;
  readonly tools: Toolset;
  readonly save: SaveStore;
  readonly link: LinkStore;
  readonly firstVisit: FirstVisit;

  constructor(surroundings: Surroundings) {
    this.page = new Page(surroundings);
    this.tools = new Toolset(this.page, TOOLS);
    this.save = new SaveStore(this.page);
    this.link = new LinkStore(this.page);
    this.firstVisit = new FirstVisit(this.page);
    makeAutoObservable(this);
  }

  /** Where the page is; null while that is not settled. */
  get address(): Address | null {
    const { location, workspace } = this.page;
    return location === null ? null : { ...location, tools: this.tools.write(workspace.open) };
  }

  /** Load what follows from decisions, for as long as the page lives. Returns how to stop. */
  start(): () => void {
    const stops = [this.page.start(), this.tools.start(), this.firstVisit.start()];
    return () => {
      for (const stop of stops) stop();
    };
  }

  openAddress(address: Address): Promise<void> {
    // At once: the tool takes room from the plot. An unknown name closes it.
    const open = TOOLS.find(({ id }) => id === address.tools.get("tool"))?.id ?? null;
    this.page.workspace.show(open);
    this.firstVisit.welcome(address.epoch !== null);
    return this.page.open(address, {
      onNamed: () => {
        this.tools.readLasting(address.tools);
      },
      onOpened: () => {
        this.tools.readOpen(open, address.tools);
      },
      onAbsent: () => {
        this.tools.reset();
      },
    });
  }

  /** Open a run as it is by default; only lasting choices stay. */
  showRun(name: string): Promise<void> {
    this.page.workspace.show(null);
    return this.page.open(
      { ...NOWHERE, run: name },
      {
        onOpened: () => {
          this.tools.readOpen(null, NO_PARAMS);
        },
        onAbsent: () => {
          this.tools.reset();
        },
      },
    );
  }
}
