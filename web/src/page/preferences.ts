/** What this browser remembers: the theme, and whether the hints of a first visit were read. */
import { makeAutoObservable, observableRef } from "mobx";
import type { ThemeName } from "../numbers/palette.ts";

export type ThemeChoice = ThemeName | "auto";
export type Memory = Pick<Storage, "getItem" | "setItem">;

const THEME_KEY = "epochscope.theme";
const HINTS_KEY = "epochscope-hints-read";
const READ = "yes";

/** Light, dark, or the system's theme. */
export class ThemeStore {
  choice: ThemeChoice = "auto";
  private systemIsDark = false;

  constructor(private readonly memory: Memory | null) {
    const remembered = memory?.getItem(THEME_KEY);
    if (remembered === "light" || remembered === "dark") this.choice = remembered;
    makeAutoObservable<this, "memory">(this, { memory: observableRef });
  }

  get resolved(): ThemeName {
    if (this.choice !== "auto") return this.choice;
    return this.systemIsDark ? "dark" : "light";
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    this.memory?.setItem(THEME_KEY, choice);
  }

  followSystem(isDark: boolean): void {
    this.systemIsDark = isDark;
  }
}

/** Whether the help is open, and whether the hints of a first visit are shown. */
export class HelpStore {
  open = false;
  hinting: boolean;

  constructor(private readonly memory: Memory | null) {
    this.hinting = memory !== null && memory.getItem(HINTS_KEY) !== READ;
    makeAutoObservable<this, "memory">(this, { memory: observableRef });
  }

  toggle(): void {
    this.open = !this.open;
  }

  close(): void {
    this.open = false;
  }

  dismissHints(): void {
    this.hinting = false;
    this.memory?.setItem(HINTS_KEY, READ);
  }
}

/** Return the browser’s storage, where it is allowed: some block it for pages from a file or in a frame. */
export function rememberedHere(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
