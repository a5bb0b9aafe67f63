/** The page and its tools, made and wired in this one place, and the address of both. */
import { makeAutoObservable } from "mobx";
import { SaveStore } from "../export/SaveStore.ts";
import { Page } from "../page/Page.ts";
import type { Params } from "../page/location.ts";
import type { Surroundings } from "../page/Page.ts";
import { CompareTool } from "../tools/compare/CompareTool.ts";
import { TOOLS } from "../tools/index.ts";
import { NO_PARAMS, Toolset } from "../tools/Toolset.ts";
import { NOWHERE, paramsOf, parseAddress } from "./address.ts";
import type { Address } from "./address.ts";
import { FirstVisit } from "./FirstVisit.ts";
import { HistoryStore } from "./HistoryStore.ts";
import { LinkStore } from "./LinkStore.ts";
import { NoticeStore } from "./NoticeStore.ts";
import type { Change, Snapshot } from "./snapshot.ts";
import { nameStep } from "./stepNames.ts";

export class Shell {
  readonly page: Page;
  readonly tools: Toolset;
  readonly save: SaveStore;
  readonly link: LinkStore;
  readonly firstVisit: FirstVisit;
  readonly notice: NoticeStore;
  readonly history: HistoryStore;

  constructor(surroundings: Surroundings) {
    this.page = new Page(surroundings);
    this.tools = new Toolset(this.page, TOOLS);
    this.save = new SaveStore(this.page, () => this.tools.storeOf(CompareTool).second.drawn);
    this.link = new LinkStore(this.page);
    this.firstVisit = new FirstVisit(this.page);
    this.notice = new NoticeStore(this);
    this.history = new HistoryStore(this);
    makeAutoObservable(this);
  }

  /** Where the page is; null while that is not settled. */
  get address(): Address | null {
    const { location, mode, workspace } = this.page;
    if (location === null) return null;
    return { ...location, tools: this.tools.write(workspace.open), mode: mode.mode, inside: mode.choices };
  }

  /** What undo comes back to; null until there is a run. */
  get snapshot(): Snapshot | null {
    const { place, selection, workspace } = this.page;
    if (place.shown === null) return null;
    return { location: place.shown, tools: this.tools.write(workspace.open), samples: selection.samples };
  }

  describe(before: Snapshot, now: Snapshot, changes: ReadonlySet<Change>): string {
    const { classes, color, timeline } = this.page;
    const needs = { classes: classes.names, suitable: color.suitable, tools: this.tools, unit: timeline.unit };
    return nameStep(before, now, changes, needs);
  }

  /** Go back to a snapshot of the same run: all but the epoch, and without touching what is as it was. */
  restore({ location, tools, samples }: Snapshot): void {
    const { page } = this;
    const now = this.tools.write(page.workspace.open);
    page.place.restore(location, samples);
    const open = tools.get("tool") ?? null;
    page.workspace.show(open);
    if (!isSame(tools, now)) this.tools.readChoices(open, tools);
    const [lasting, lastingNow] = [this.tools.lastingIn(tools), this.tools.lastingIn(now)];
    if (!isSame(lasting, lastingNow)) void this.tools.readLasting(lasting);
  }

  /** Load what follows from decisions, for as long as the page lives. Returns how to stop. */
  start(): () => void {
    const stops = [this.page.start(), this.tools.start(), this.firstVisit.start(), this.history.start()];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** Open what comes after "#" in a link, and say what of it is not here. */
  openLink(hash: string): Promise<void> {
    return this.openAddress(parseAddress(hash), paramsOf(hash));
  }

  /** `asked` are the parameters of a link as they are written there. */
  async openAddress(address: Address, asked: Params = NO_PARAMS): Promise<void> {
    const { page, tools, notice } = this;
    notice.clear();
    // At once: the tool takes room from the plot. An unknown name closes it.
    const open = TOOLS.find(({ id }) => id === address.tools.get("tool"))?.id ?? null;
    page.workspace.show(open);
    page.mode.show(address.mode, address.inside);
    this.firstVisit.welcome(address.epoch !== null || page.mode.inside);
    let lasting = Promise.resolve();
    await page.open(address, {
      onNamed: () => {
        lasting = tools.readLasting(address.tools);
      },
      onOpened: () => {
        tools.readOpen(open, address.tools);
        notice.check(asked);
      },
      onAbsent: () => {
        tools.reset();
      },
    });
    await lasting;
    notice.checkLasting(asked);
  }

  /** Open a run as it is by default; only lasting choices stay. */
  showRun(name: string): Promise<void> {
    this.notice.clear();
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

function isSame(one: Params, other: Params): boolean {
  return one.size === other.size && [...one].every(([name, text]) => other.get(name) === text);
}
