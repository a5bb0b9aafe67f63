/** Light, dark, or as the system has it; remembered in this browser. */
import { makeAutoObservable } from "mobx";

export type ThemeName = "light" | "dark";
export type ThemeChoice = ThemeName | "auto";

const REMEMBERED_AS = "epochscope.theme";

export class ThemeStore {
  choice: ThemeChoice = "auto";
  private systemIsDark = false;

  constructor(private readonly memory: Pick<Storage, "getItem" | "setItem"> | null) {
    const remembered = memory?.getItem(REMEMBERED_AS);
    if (remembered === "light" || remembered === "dark") this.choice = remembered;
    makeAutoObservable<this, "memory">(this, { memory: false });
  }

  get resolved(): ThemeName {
    if (this.choice !== "auto") return this.choice;
    return this.systemIsDark ? "dark" : "light";
  }

  choose(choice: ThemeChoice): void {
    this.choice = choice;
    this.memory?.setItem(REMEMBERED_AS, choice);
  }

  followSystem(isDark: boolean): void {
    this.systemIsDark = isDark;
  }
}
