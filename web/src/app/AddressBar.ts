/** Keeps the browser's address and its history in step with the page. */
import { compareShallow, reaction } from "mobx";
import { formatAddress, parseAddress } from "./address.ts";
import type { Shell } from "./Shell.ts";

/** Browsers refuse an address that changes on every step of a drag. */
const ADDRESS_DELAY = 150;

/** What an entry of the browser's history says beside its address. */
interface Entry {
  readonly number: number;
  /** A selection that is too large for the address. */
  readonly selected: Uint32Array | null;
}

export class AddressBar {
  /** What the browser's address ends with after "#", and its entry, as far as the page has written or read them. */
  private known = location.hash;
  private entry = entryHere()?.number ?? 0;
  /** The steps of the user that have an entry. */
  private entered = 0;

  constructor(private readonly shell: Shell) {}

  /** Open the address, and follow it from then on. Returns how to stop. */
  connect(): () => void {
    const { shell } = this;
    const listening = new AbortController();
    // A way back to an entry with the same address is reported by the one, a changed address by either or both.
    for (const moved of ["popstate", "hashchange"] as const)
      window.addEventListener(moved, this.onMove, { signal: listening.signal });
    const stop = reaction(
      () => [shell.address && formatAddress(shell.address), shell.history.entries, this.kept],
      () => {
        if (shell.address !== null) this.write(formatAddress(shell.address));
      },
      { delay: ADDRESS_DELAY, equals: compareShallow },
    );
    void this.open();
    return () => {
      stop();
      listening.abort();
    };
  }

  private readonly onMove = (): void => {
    const there = entryHere();
    if (location.hash === this.known && there?.number === this.entry) return;
    const before = this.entry;
    this.known = location.hash;
    this.entry = there?.number ?? before + 1;
    if (there === null) this.replace(location.hash, null);
    this.entered = this.shell.history.entries;
    if (!isElsewhere(this.shell) && (there?.selected ?? null) === null && this.kept === null) return;
    this.shell.history.beginMove(there === null ? "follow a link" : this.entry < before ? "go back" : "go forward");
    void this.open();
  };

  private async open(): Promise<void> {
    const selected = entryHere()?.selected ?? null;
    await this.shell.openLink(location.hash);
    if (selected !== null) this.shell.page.selection.pick(selected);
  }

  /**
   * A step of the user is an entry that the Back button can take back; all else replaces the address. If the user has
   * navigated and the browser has not reported it yet, nothing is written: that would undo the navigation.
   */
  private write(hash: string): void {
    const entry = entryHere();
    if (location.hash !== this.known || (entry !== null && entry.number !== this.entry)) return;
    const { entries } = this.shell.history;
    const [before, now] = [parseAddress(this.known), parseAddress(hash)];
    const isOther = before.run !== now.run || before.mode !== now.mode;
    const isStep = before.run !== null && (isOther || entries > this.entered);
    this.entered = Math.max(this.entered, entries);
    if (isStep) {
      this.entry += 1;
      history.pushState({ number: this.entry, selected: this.kept } satisfies Entry, "", hash);
    } else this.replace(hash, this.kept);
    this.known = location.hash;
  }

  private replace(hash: string, selected: Uint32Array | null): void {
    history.replaceState({ number: this.entry, selected } satisfies Entry, "", hash);
  }

  private get kept(): Uint32Array | null {
    const { place, selection } = this.shell.page;
    return selection.empty || place.selectionText !== null ? null : selection.samples;
  }
}

/** Null for an entry that the page has not written: the user followed a link, or typed an address. */
function entryHere(): Entry | null {
  return history.state as Entry | null;
}

function isElsewhere(shell: Shell): boolean {
  return shell.address === null || formatAddress(shell.address) !== location.hash;
}
